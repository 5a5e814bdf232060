#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/local_time.h"
#include "analyzer/base/result.h"
#include "analyzer/extract/sink.h"
#include "analyzer/index/database.h"
#include "analyzer/source/source_text.h"

namespace analyzer {

// The index of one recovery (schema/index.sql). Made beside its final place and put there by
// Publish; without that nothing is left of it.
class Index {
 public:
  // An error where `path` holds something that is no index of ours, or one of a later version.
  static Result<std::unique_ptr<Index>> Create(const std::filesystem::path& path);
  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  Database& database() { return database_; }

  // `member`: its name in the archive; empty for a file on disk.
  int64_t AddFile(std::string_view path, const SourceText& source,
                  std::optional<LocalTime> named_time, std::string_view member = {});
  // `role` as in the schema.
  void SetRole(int64_t file, std::string_view role);

  // Takes the originals of a file out again: it turned out that they may be wrong. How many stood
  // by themselves, and how many inside of records.
  struct DroppedOriginals {
    int64_t originals = 0;
    int64_t copies = 0;
  };
  DroppedOriginals DropOriginals(int64_t file);

  // Builds what look-ups need, after all is loaded.
  void FinishLoading();
  // The same after outcomes were made.
  void FinishMatching();

  Status Publish();

 private:
  Index(std::filesystem::path path, std::filesystem::path temporary, Database database);

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  Database database_;
  std::unique_ptr<Transaction> transaction_;
};

// Puts what is found in one file into the index, and counts it.
class FileSink : public Sink {
 public:
  // `source` is the file that is read; both must outlive this.
  FileSink(Index* index, const SourceText* source, int64_t file);
  ~FileSink() override;

  void OnOriginal(const Original& original) override;
  void OnResponse(const Response& response) override;
  void OnRecord(const Record& record, std::optional<int64_t> batch,
                std::optional<int64_t> time_of_day) override;
  void OnLogFact(const LogFact& fact, LocalTime time, Span line) override;
  void OnRepair(std::string_view what, Span where) override;

  int64_t originals() const { return originals_; }  // that stand by themselves, not in a record
  int64_t copies() const { return copies_; }
  int64_t responses() const { return responses_; }
  int64_t records() const { return records_; }  // in responses and outside of them
  int64_t repairs() const { return repairs_; }

 private:
  void InsertRecord(const Record& record, std::optional<int64_t> response,
                    std::optional<int64_t> batch, std::optional<int64_t> time_of_day);
  struct Statements;

  Index* index_;
  const SourceText* source_;
  int64_t file_;
  std::unique_ptr<Statements> statements_;
  int64_t originals_ = 0;
  int64_t copies_ = 0;
  int64_t responses_ = 0;
  int64_t records_ = 0;
  int64_t repairs_ = 0;
};

}  // namespace analyzer
