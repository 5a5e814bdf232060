#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/file_stamp.h"
#include "analyzer/base/progress.h"
#include "analyzer/base/result.h"

namespace analyzer {

// The file in which `recover` puts its index, in the folder of what it writes.
inline constexpr char kIndexName[] = "import-analyzer.sqlite";

// A file to be read.
struct FoundFile {
  std::filesystem::path path;  // to open it; `-` is standard input
  std::string shown;           // relative to its argument, beginning with that one's last part
  bool named = false;          // stood on the command line itself
  FileStamp stamp;             // when it was found,
  bool settled = false;        // and as IsSettled says of that moment
};

// A file that was found before; it keeps its name.
struct KnownFile {
  std::filesystem::path path;  // absolute
  std::string shown;
};

// Stands in the folder that a run writes to while it puts what it wrote in its places.
inline constexpr char kUnfinishedMark[] = ".import-analyzer-unfinished";

// Whether a run was ended while it did that: the trees and the index in `folder` may then be of
// different runs.
bool IsUnfinished(const std::filesystem::path& folder);

// Whether this program gives that name to what it writes into a folder of the client's.
bool IsOutputName(std::string_view name);

// What an earlier run of this program wrote, in a folder of the client's.
bool IsOwnOutput(const std::filesystem::path& path);

// Whether `bytes` are a manifest of this program's output.
bool IsOwnManifest(std::string_view bytes);

// The folders in a member's path in which a name stands that this program gives to its output: `a`
// of `a/single_failures/README.md`. They are its output where such a manifest is among its members.
std::vector<std::string> FoldersOfOwnNames(std::string_view member);

// Whether a part of a path is what a killed run of this program left half-written.
bool HasLeftOverPart(std::string_view member);

// Whether the client made a file as a copy of a batch, by the names of the folders that it is in:
// `batches_to_retry`, `response_nok`, `auth_service_down`, `retry_batches`, `single_failures`.
bool IsInCopyFolder(std::string_view shown);

// Whether the client wrote a file for people to read, by its name.
bool IsForPeople(std::string_view shown);

// Files of the arguments, folders read recursively, in the order of the paths, whatever that of the
// arguments; a file that comes under two arguments comes once. An argument may be a link. Links in
// folders are left alone where `follow` is false; else what they lead to is read as well, each file
// and folder once, under its own name where it has one without links: so loops end.
//
// What this program wrote is left out, as is `excluded` (the index). Files that are known keep the
// names under which they are, and no other file gets one of these. *problems gets a line for each
// folder that cannot be read, each link that leads to what is not read, or to nothing, and each
// FIFO, socket and device: these are not opened. An argument that is not there, or neither a file
// nor a folder, is an error. `progress` is told of each file.
Result<std::vector<FoundFile>> FindFiles(const std::vector<std::string>& arguments,
                                         const std::filesystem::path& excluded,
                                         const std::vector<KnownFile>& known, bool follow,
                                         std::vector<std::string>* problems,
                                         Progress* progress = nullptr);

}  // namespace analyzer
