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

bool IsAsRead(const IndexedFile& file) {
  const auto stamp = StampOf(file.on_disk);
  if (!stamp || stamp->bytes != file.stamp.bytes) return false;
  if (file.settled && *stamp == file.stamp) return true;
  const auto hash = HashOfFile(file.on_disk);
  return hash.ok() && hash.value() == file.hash;
}

std::vector<IndexedFile> LoadIndexedFiles(const Database& database) {
  Statement rows(database,
                 std::string("SELECT ") + kReadingColumns + " FROM reading ORDER BY shown");
  std::vector<IndexedFile> files;
  while (rows.Step()) files.push_back(FileOf(rows));
  return files;
}

std::vector<Reading> LoadReadings(const Database& database) {
  std::vector<Reading> readings;
  std::map<std::string, size_t> places;
  Statement rows(database, std::string("SELECT ") + kReadingColumns +
                               ", archives, originals, copies, responses, log_lines"
                               " FROM reading ORDER BY shown");
  while (rows.Step()) {
    Reading& reading = readings.emplace_back();
    reading.file = FileOf(rows);
    reading.archives = rows.Number(9);
    reading.originals = rows.Number(10);
    reading.copies = rows.Number(11);
    reading.responses = rows.Number(12);
    reading.log_lines = rows.Number(13);
    places.emplace(reading.file.on_disk, readings.size() - 1);
  }
  Statement files(database, "SELECT on_disk, role, bytes FROM file");
  while (files.Step()) {
    const auto place = places.find(files.Text(0));
    if (place == places.end()) continue;
    ++readings[place->second].files_by_role[files.Text(1)];
    readings[place->second].bytes += files.Number(2);
  }
  Statement notes(database, "SELECT on_disk, kind, text, number FROM reading_note ORDER BY rowid");
  while (notes.Step()) {
    const auto place = places.find(notes.Text(0));
    if (place == places.end()) continue;
    readings[place->second].notes.push_back({notes.Text(1), notes.Text(2), notes.Number(3)});
  }
  Statement prefixes(database, "SELECT * FROM log_prefix");
  while (prefixes.Step()) {
    const auto place = places.find(prefixes.Text(0));
    if (place != places.end()) readings[place->second].prefix = PrefixOf(prefixes);
  }
  return readings;
}

}  // namespace analyzer
