#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/cli/file_reading.h"
#include "analyzer/cli/intake.h"
#include "analyzer/index/index.h"
#include "analyzer/source/found_file.h"

namespace analyzer {

// What an index holds of files that need not be read again. Of the index of a bundle, which names
// files from its own folder, nothing is taken.
class KeptReadings {
 public:
  // `path` is where the index is, which must outlive this. There may be very many readings: what
  // tells that a file is the same is kept of each.
  KeptReadings(std::filesystem::path path, Index* index);

  const std::filesystem::path& index_path() const { return path_; }

  // Whether there is a reading that would come out again if the file was read now; not where its
  // bytes are others, or it was read on other terms. Hashes the file where the stamp does not tell.
  // May be called on several threads at once.
  bool Has(const FoundFile& file, uint64_t terms) const;

  // That reading, with the stamp that the file has now. REQUIRES: Has told that there is one.
  Reading Load(const FoundFile& file) const;

  // Of a log to which more was written since, what need not be read again; `bytes` are those that
  // the file has now. Nothing where the bytes from then are others, where the file was read on
  // other terms, or is not plain text (PlainUpTo). May be called on several threads at once.
  std::optional<LogPrefix> FindPrefix(const FoundFile& file, uint64_t terms,
                                      std::string_view bytes) const;

 private:
  struct Known {
    FileStamp stamp;
    bool settled = false;
    Hash128 hash;
    uint64_t terms = 0;
  };
  // nullptr where there is none.
  const Known* KnownOf(const FoundFile& file) const;

  std::filesystem::path path_;
  const Database& database_;
  std::map<Hash128, Known> known_;             // by the hash of the path on disk
  std::map<std::string, LogPrefix> prefixes_;  // by the path on disk
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
