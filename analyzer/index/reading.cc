#include "analyzer/index/reading.h"

#include <cstring>
#include <string_view>
#include <utility>

namespace analyzer {
namespace {

constexpr char kReadingColumns[] =
    "on_disk, shown, given_as, bytes, modified, changed, settled, hash, terms";

Hash128 HashIn(std::string_view blob) {
  Hash128 hash;
  if (blob.size() == sizeof hash) std::memcpy(&hash, blob.data(), sizeof hash);
  return hash;
}

IndexedFile FileOf(const Statement& row) {
  return {row.Text(0),
          row.Text(1),
          row.Text(2) == "batch",
          {row.Number(3), row.Number(4), row.Number(5)},
          row.Number(6) != 0,
          HashIn(row.Blob(7)),
          static_cast<uint64_t>(row.Number(8))};
}

LogPrefix PrefixOf(const Statement& row) {
  LogPrefix prefix;
  ResumePoint& point = prefix.point;
  int column = 0;
  const auto next = [&] { return row.Number(++column); };
  point.at = static_cast<size_t>(next());
  prefix.line = next();
  const auto time = row.NumberOrNothing(++column);
  const bool whole_second = next() != 0;
  if (time) point.time = {*time, whole_second};
  point.batch = row.NumberOrNothing(++column);
  point.in_summary = next() != 0;
  point.lost_bytes = static_cast<size_t>(next());
  TextTally& tally = point.tally;
  for (int64_t* const count :
       {&tally.documents, &tally.broken_documents, &tally.log_lines, &tally.facts,
        &tally.window_blocks, &prefix.responses, &prefix.records, &prefix.facts}) {
    *count = next();
  }
  for (int64_t& bytes : prefix.bytes_by_kind) bytes = next();
  return prefix;
}

}  // namespace

bool IsAsRead(const std::string& on_disk, const FileStamp& stamp, bool settled,
              const Hash128& hash) {
  const auto now = StampOf(on_disk);
  if (!now || now->bytes != stamp.bytes) return false;
  if (settled && *now == stamp) return true;
  const auto hash_now = HashOfFile(on_disk);
  return hash_now.ok() && hash_now.value() == hash;
}

namespace {

void ForEachFileWhere(const Database& database, const std::string& condition,
                      const std::function<void(IndexedFile)>& visit) {
  Statement rows(database, std::string("SELECT ") + kReadingColumns + " FROM reading WHERE " +
                               condition + " ORDER BY shown");
  while (rows.Step()) visit(FileOf(rows));
}

}  // namespace

void ForEachIndexedFile(const Database& database, const std::function<void(IndexedFile)>& visit) {
  ForEachFileWhere(database, "TRUE", visit);
}

void ForEachIndexedFileOfOriginals(const Database& database,
                                   const std::function<void(IndexedFile)>& visit) {
  ForEachFileWhere(database, "on_disk IN (SELECT on_disk FROM file WHERE originals > 0)", visit);
}

Reading LoadReading(const Database& database, const std::string& on_disk) {
  Reading reading;
  Statement row(database, std::string("SELECT ") + kReadingColumns +
                              ", archives, originals, copies, responses, log_lines"
                              " FROM reading WHERE on_disk = ?");
  row.Bind(on_disk).Step();
  reading.file = FileOf(row);
  reading.archives = row.Number(9);
  reading.originals = row.Number(10);
  reading.copies = row.Number(11);
  reading.responses = row.Number(12);
  reading.log_lines = row.Number(13);
  // By the path, which there is a way from: that of the file, or of the members of an archive.
  Statement files(database,
                  "SELECT role, count(*), sum(bytes) FROM file WHERE on_disk = ?1"
                  " AND (path = ?2 OR path >= ?2 || '/' AND path < ?2 || '0') GROUP BY role");
  files.Bind(on_disk).Bind(reading.file.shown);
  while (files.Step()) {
    reading.files_by_role[files.Text(0)] = files.Number(1);
    reading.bytes += files.Number(2);
  }
  Statement notes(database,
                  "SELECT kind, text, number FROM reading_note WHERE on_disk = ? ORDER BY rowid");
  notes.Bind(on_disk);
  while (notes.Step()) reading.notes.push_back({notes.Text(0), notes.Text(1), notes.Number(2)});
  return reading;
}

std::map<std::string, LogPrefix> LoadLogPrefixes(const Database& database) {
  std::map<std::string, LogPrefix> prefixes;
  Statement rows(database, "SELECT * FROM log_prefix");
  while (rows.Step()) prefixes.emplace(rows.Text(0), PrefixOf(rows));
  return prefixes;
}

}  // namespace analyzer
