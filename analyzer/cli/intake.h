#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/source/discovery.h"
#include "analyzer/source/expansion.h"

namespace analyzer {

struct NotUnderstood {
  std::string file;
  bool needs_a_look;  // it was named on the command line, or looks as if it held results
};

// What was read, for the report.
struct IntakeReport {
  int64_t files = 0;     // members of archives among them
  int64_t archives = 0;  // compressed files and archives that were opened
  int64_t bytes = 0;
  std::map<std::string, int64_t> files_by_role;  // as in the index
  int64_t originals = 0;
  int64_t copies = 0;
  int64_t responses = 0;
  int64_t log_lines = 0;
  std::map<std::string, int64_t> repairs;  // what, how often
  std::vector<NotUnderstood> not_understood;
  std::vector<std::string> problems;               // what could not be read, or not to its end
  std::map<int64_t, std::filesystem::path> paths;  // by the file's id in the index
};

// Reads all files into the index. With `batches_only`, files are originals and nothing else;
// with `originals_are_copies`, originals among them serve only where no batch file has them. Each
// member of an archive is read as a file; `limits` hold for each archive.
void ReadFiles(const std::vector<FoundFile>& files, bool batches_only, bool originals_are_copies,
               const ExpansionLimits& limits, Index* index, IntakeReport* report);

}  // namespace analyzer
