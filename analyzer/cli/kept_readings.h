#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/cli/file_reading.h"
#include "analyzer/cli/intake.h"
#include "analyzer/index/index.h"
#include "analyzer/source/discovery.h"

namespace analyzer {

// What an index holds of files that need not be read again. Of the index of a bundle, which names
// files from its own folder, nothing is taken.
class KeptReadings {
 public:
  // `path` is where the index is.
  KeptReadings(std::filesystem::path path, Index* index);

  const std::filesystem::path& index_path() const { return path_; }

  // The reading that would come out again if the file was read now, with the stamp that the file
  // has now. Nothing where its bytes are others, or it was read on other terms. Hashes the file
  // where the stamp does not tell. May be called on several threads at once.
  std::optional<Reading> Find(const FoundFile& file, uint64_t terms) const;

  // Of a log to which more was written since, what need not be read again; `bytes` are those that
  // the file has now. Nothing where the bytes from then are others, where the file was read on
  // other terms, or is not plain text (PlainUpTo). May be called on several threads at once.
  std::optional<LogPrefix> FindPrefix(const FoundFile& file, uint64_t terms,
                                      std::string_view bytes) const;

 private:
  std::filesystem::path path_;
  std::unordered_map<std::string, Reading> readings_;  // by the path on disk
};

// A hash of all that the reading of a file depends on beside its bytes: its name, how it was given,
// the program.
uint64_t ReadingTerms(const FoundFile& file, const FileContext& context,
                      const ReadingOptions& options);

// Tells this build of the program from others, which may read files in another way.
std::string ProgramIdentity();

// What a reading added to the report, as the index keeps it, and back.
void KeepReport(const IntakeReport& report, Reading* reading);
IntakeReport ReportOf(const Reading& reading);

}  // namespace analyzer
