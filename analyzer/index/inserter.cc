#include "analyzer/index/inserter.h"

#include <utility>

#include "analyzer/index/record_row.h"

namespace analyzer {
namespace {

// Copies are set aside behind this id, as nobody knows yet how many originals are before them.
constexpr int64_t kAside = int64_t{1} << 48;

std::optional<int64_t> Milliseconds(const std::optional<LocalTime>& time) {
  return time ? std::optional(time->milliseconds) : std::nullopt;
}

int64_t IsWholeSecond(const std::optional<LocalTime>& time) { return time && time->whole_second; }

std::optional<int64_t> Known(int64_t number) {
  return number < 0 ? std::nullopt : std::optional(number);
}

Statement& BindSpan(Statement& statement, Span bytes) {
  return statement.Bind(static_cast<int64_t>(bytes.begin)).Bind(static_cast<int64_t>(bytes.end));
}

}  // namespace

Inserter::Inserter(Database* database)
    : database_(*database),
      identities_(database),
      next_original_(
          database->Number("SELECT coalesce(max(first_original + originals), 1) FROM file")),
      next_record_(
          database->Number("SELECT max(coalesce((SELECT max(id) + 1 FROM record), 1),"
                           " coalesce((SELECT max(first_record + records) FROM response), 1))")),
      next_file_(database->Number("SELECT coalesce(max(id), 0) + 1 FROM file")),
      file_(*database,
            "INSERT INTO file (id, path, role, bytes, encoding, named_time, member, on_disk,"
            " given_as, documents, salvaged, log_lines, window, blank, not_understood,"
            " first_original, originals, items, in_order)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      kept_frame_(*database, "INSERT INTO kept_frame (file, number, bytes) VALUES (?, ?, ?)"),
      original_(*database,
                "INSERT INTO original (id, file, position, byte_begin, byte_end, household, own_id,"
                " change_type, digest, key, version, batch_number, batch_position)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      response_(*database,
                "INSERT INTO response (file, byte_begin, byte_end, number, time,"
                " time_whole_second, time_of_day, status, whole, quoted, has_errors_list, listed,"
                " content, first_record, records, packed_records, packed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      records_(*database),
      fact_(*database,
            "INSERT INTO log_fact (file, byte_begin, byte_end, line, time, time_of_day, pattern,"
            " fact, number, batches, attempt, status, count, first, last, path, household)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      repair_(*database,
              "INSERT INTO repair (file, byte_begin, byte_end, line, what)"
              " VALUES (?, ?, ?, ?, ?)"),
      reading_(*database,
               "INSERT INTO reading (on_disk, shown, given_as, bytes, modified, changed, settled,"
               " hash, terms, archives, originals, copies, responses, log_lines)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      note_(*database,
            "INSERT INTO reading_note (on_disk, kind, text, number) VALUES (?, ?, ?, ?)"),
      prefix_(*database,
              "INSERT INTO log_prefix VALUES"
              " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") {}

int64_t Inserter::Insert(const Findings& findings) {
  const int64_t file = BeginFile();
  InsertFrames(findings);
  InsertOriginals(findings);
  for (const Findings::Records& records : findings.records) InsertRecords(file, records);
  for (const Findings::PlacedFact& fact : findings.facts) InsertFact(file, fact);
  for (const Findings::Repair& repair : findings.repairs)
    BindSpan(repair_.Bind(file), repair.bytes).Bind(repair.line).Bind(repair.what).Run();
  if (!findings.goes_on) End(findings.file);
  return file;
}

void Inserter::InsertReading(const Reading& reading) {
  const IndexedFile& file = reading.file;
  reading_.Bind(file.on_disk)
      .Bind(file.shown)
      .Bind(file.batch ? "batch" : "source")
      .Bind(file.stamp.bytes)
      .Bind(file.stamp.modified)
      .Bind(file.stamp.changed)
      .Bind(int64_t{file.settled})
      .BindBlob({reinterpret_cast<const char*>(&file.hash), sizeof file.hash})
      .Bind(static_cast<int64_t>(file.terms))
      .Bind(reading.archives)
      .Bind(reading.originals)
      .Bind(reading.copies)
      .Bind(reading.responses)
      .Bind(reading.log_lines)
      .Run();
  for (const Reading::Note& note : reading.notes)
    note_.Bind(file.on_disk).Bind(note.kind).Bind(note.text).Bind(note.number).Run();
  if (reading.prefix) InsertPrefix(file.on_disk, *reading.prefix);
}

void Inserter::InsertPrefix(const std::string& on_disk, const LogPrefix& prefix) {
  const ResumePoint& point = prefix.point;
  const TextTally& tally = point.tally;
  prefix_.Bind(on_disk)
      .Bind(static_cast<int64_t>(point.at))
      .Bind(prefix.line)
      .Bind(Milliseconds(point.time))
      .Bind(IsWholeSecond(point.time))
      .Bind(point.batch)
      .Bind(int64_t{point.in_summary})
      .Bind(static_cast<int64_t>(point.lost_bytes));
  for (const int64_t count :
       {tally.documents, tally.broken_documents, tally.log_lines, tally.facts, tally.window_blocks,
        prefix.responses, prefix.records, prefix.facts}) {
    prefix_.Bind(count);
  }
  for (const int64_t bytes : prefix.bytes_by_kind) prefix_.Bind(bytes);
  prefix_.Run();
}

void Inserter::Finish() { gathered_.WriteTo(&identities_); }

void Inserter::Forget(std::vector<OriginalIds> originals) {
  Finish();
  identities_.Remove(std::move(originals));
}

int64_t Inserter::BeginFile() {
  if (!begun_) {
    begun_.emplace();
    begun_->id = next_file_++;
    begun_->first_original = next_original_;
  }
  return begun_->id;
}

// What stands in the file's own row is known only now.
void Inserter::End(const Findings::File& file) {
  if (begun_->set_aside > 0) InsertCopiesAside();
  const std::string on_disk = file.on_disk.string();
  file_.Bind(begun_->id)
      .Bind(file.path)
      .Bind(file.role)
      .Bind(file.bytes)
      .Bind(file.encoding)
      .Bind(Milliseconds(file.named_time))
      .Bind(file.member)
      .Bind(on_disk)
      .Bind(file.batch ? "batch" : "source");
  for (const int64_t bytes : file.bytes_by_kind) file_.Bind(bytes);
  file_.Bind(begun_->first_original)
      .Bind(next_original_ - begun_->first_original)
      .Bind(begun_->items)
      .Bind(int64_t{begun_->in_order})
      .Run();
  begun_.reset();
}

void Inserter::InsertFrames(const Findings& findings) {
  for (const std::string& frame : findings.kept_frames)
    kept_frame_.Bind(begun_->id).Bind(begun_->frames++).BindBlob(frame).Run();
}

// Those that stand by themselves come first, so that the place of an item in its file tells its id:
// of a file that comes in pieces, copies are set aside until the last one.
void Inserter::InsertOriginals(const Findings& findings) {
  for (const bool alone : {true, false}) {
    const bool aside = !alone && (findings.goes_on || begun_->set_aside > 0);
    size_t hash = 0;
    for (const Findings::FoundOriginal& original : findings.originals) {
      const size_t hashes = std::exchange(hash, original.hashes_end);
      if (original.position.has_value() != alone) continue;
      if (alone) begun_->in_order &= *original.position == begun_->items++;
      const int64_t id = aside ? kAside + begun_->set_aside++ : next_original_++;
      InsertOriginal(begun_->id, id, original);
      for (size_t i = hashes; i < original.hashes_end; ++i) {
        if (aside) {
          begun_->hashes_aside.push_back({findings.hashes[i], id - kAside});
        } else {
          gathered_.Add(findings.hashes[i], id);
        }
      }
    }
  }
}

void Inserter::InsertCopiesAside() {
  Statement(database_, "UPDATE original SET id = id - ?1 WHERE id >= ?2")
      .Bind(kAside - next_original_)
      .Bind(kAside)
      .Run();
  for (const auto& [hash, copy] : begun_->hashes_aside) gathered_.Add(hash, next_original_ + copy);
  next_original_ += begun_->set_aside;
}

void Inserter::InsertOriginal(int64_t file, int64_t id, const Findings::FoundOriginal& original) {
  original_.Bind(id);
  BindSpan(original_.Bind(file).Bind(original.position), original.bytes)
      .Bind(int64_t{original.household})
      .Bind(original.own_id)
      .Bind(original.change_type)
      .Bind(static_cast<int64_t>(original.digest))
      .Bind(original.key);
  if (original.version.empty()) {
    original_.Bind(std::nullopt);
  } else {
    original_.Bind(original.version);
  }
  original_.Bind(original.batch_number).Bind(original.batch_position).Run();
}

void Inserter::InsertRecords(int64_t file, const Findings::Records& records) {
  const int64_t response = records.response ? InsertResponse(file, records) : 0;
  const int64_t first = std::exchange(next_record_, next_record_ + records.all);
  for (const auto& [record, number, line] : records.records) {
    records_.Insert({first + number, file, line, response, record, std::string(record.extractor),
                     records.batch, records.time_of_day});
  }
}

int64_t Inserter::InsertResponse(int64_t file, const Findings::Records& records) {
  const Response& response = *records.response;
  BindSpan(response_.Bind(file), response.span)
      .Bind(response.batch)
      .Bind(Milliseconds(response.time))
      .Bind(IsWholeSecond(response.time))
      .Bind(response.time_of_day)
      .Bind(response.status)
      .Bind(int64_t{response.whole})
      .Bind(int64_t{response.quoted})
      .Bind(int64_t{response.has_errors_list})
      .Bind(Known(response.listed))
      .Bind(records.content)
      .Bind(next_record_)
      .Bind(records.all)
      .Bind(records.packed_records)
      .BindBlob(records.packed)
      .Run();
  return database_.LastRowId();
}

void Inserter::InsertFact(int64_t file, const Findings::PlacedFact& placed) {
  const LogFact& fact = placed.fact;
  BindSpan(fact_.Bind(file), placed.bytes)
      .Bind(placed.line)
      .Bind(Milliseconds(placed.time))
      .Bind(placed.time_of_day)
      .Bind(fact.pattern)
      .Bind(static_cast<int64_t>(fact.fact))
      .Bind(Known(fact.batch))
      .Bind(Known(fact.batches))
      .Bind(Known(fact.attempt))
      .Bind(Known(fact.status))
      .Bind(Known(fact.count))
      .Bind(Known(fact.first))
      .Bind(Known(fact.last))
      .Bind(fact.path)
      .Bind(int64_t{fact.households})
      .Run();
}

}  // namespace analyzer
