#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analyzer/base/progress.h"
#include "analyzer/base/result.h"
#include "analyzer/source/found_file.h"

namespace analyzer {

// Files of the arguments, folders read recursively, in the order of the paths, whatever that of the
// arguments; a file that comes under two arguments comes once. An argument may be a link. Links in
// folders are left alone where `follow` is false; else what they lead to is read as well, each file
// and folder once, under its own name where it has one without links: so loops end.
//
// What this program wrote is left out, also where its manifest cannot be read; so is `excluded`
// (the index). Files that are known keep the names under which they are, and no other file gets one
// of these. *problems gets a line for each folder and manifest that cannot be read, each link that
// leads to what is not read, or to nothing, and each FIFO, socket and device: these are not opened.
// An argument that is not there, or neither a file nor a folder, or was written by this program, is
// an error. `progress` is told of each file.
Result<std::vector<FoundFile>> FindFiles(const std::vector<std::string>& arguments,
                                         const std::filesystem::path& excluded,
                                         const std::vector<KnownFile>& known, bool follow,
                                         std::vector<std::string>* problems,
                                         Progress* progress = nullptr);

}  // namespace analyzer
