#pragma once

#include <set>
#include <string>
#include <vector>

#include "analyzer/audit/finding.h"
#include "analyzer/audit/last_words.h"
#include "analyzer/audit/tree_reading.h"
#include "analyzer/index/index.h"

namespace analyzer {

// The proof that the files of a tree of ours are what was sent. Each file's SHA-256 is that of
// manifest.json. Each item is cut from its batch file again and written in the form in which
// `recover` writes: the very same bytes must come out. Adds to *findings; gives back the files
// (TreeFile::shown) that are proved. Nothing is proved of a tree without a manifest of ours; one
// that cannot be read is a finding.
std::set<std::string> ProveTree(const Tree& tree, Index* index, LastWords* words,
                                std::vector<Finding>* findings);

}  // namespace analyzer
