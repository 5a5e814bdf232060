#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/source/discovery.h"
#include "analyzer/source/expansion.h"
#include "analyzer/source/found_file.h"

namespace analyzer {

class KeptReadings;
struct FileContext;

struct NotUnderstood {
  std::string file;
  bool needs_a_look;  // it was named on the command line, or looks as if it held results
};

// What was read, for the report.
struct IntakeReport {
  int64_t unchanged = 0;          // files that the index had already, and that it was asked to add
  int64_t kept = 0;               // files on disk that were not read, as an index held the same
  int64_t grown = 0;              // logs of which only what was new was read
  std::vector<std::string> gone;  // files that the index had, and that are not there any more
  int64_t files = 0;              // members of archives among them
  int64_t archives = 0;           // compressed files and archives that were opened
  int64_t bytes = 0;
  std::map<std::string, int64_t> files_by_role;  // as in the index
  int64_t originals = 0;
  int64_t copies = 0;
  int64_t responses = 0;
  int64_t log_lines = 0;
  std::map<std::string, int64_t> repairs;  // what, how often
  std::vector<NotUnderstood> not_understood;
  std::vector<std::string> problems;  // what could not be read, or not to its end
};

// Whether a person should look at a file or folder that could not be read, or was not understood.
bool NeedsALook(const IntakeReport& report);

// Adds what was read further to `report`.
void AddTo(const IntakeReport& further, IntakeReport* report);

// How files are given: as batch files, which hold originals and nothing else, or as sources.
enum class Given { kBatches, kSources };

// How files are read.
struct ReadingOptions {
  ExpansionLimits limits;  // for each archive
  unsigned jobs = 0;       // threads; 0: as many as there are cores
  bool follow = false;     // links in folders

  unsigned Threads() const {
    return jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : jobs;
  }
};

// Reads all files into the index, several at once; what the index holds then is the same at any
// number of threads. Where the index has files that were given as batch files,
// originals among the sources are copies. Each member of an archive is read as a file. What is
// among `kept` (nullptr: nothing) is copied from there; the index is the same then as well.
void ReadFiles(const std::vector<FoundFile>& files, Given given, const ReadingOptions& options,
               const KeptReadings* kept, Index* index, IntakeReport* report);

// How originals in files that are given so are to be taken, with what the index holds.
FileContext ContextOf(Given given, Index* index);

// Files as they were named on the command line.
struct FoundArguments {
  std::vector<FoundFile> batches;
  std::vector<FoundFile> sources;  // none of them a batch, too
};

// Finds them; `index_path` is left out, `follow` as for FindFiles. An error as there.
Result<FoundArguments> FindArguments(const std::vector<std::string>& batches,
                                     const std::vector<std::string>& sources,
                                     const std::filesystem::path& index_path, bool follow,
                                     IntakeReport* report);

// Reads them into a new index: batch files first. `kept` as for ReadFiles.
void ReadArguments(const FoundArguments& found, const ReadingOptions& options,
                   const KeptReadings* kept, Index* index, IntakeReport* report);

}  // namespace analyzer
