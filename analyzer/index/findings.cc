#include "analyzer/index/findings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <iterator>
#include <utility>

#include "analyzer/base/hash.h"
#include "analyzer/base/memory_limit.h"
#include "analyzer/extract/original_reader.h"
#include "analyzer/extract/secrets.h"
#include "analyzer/extract/stretches.h"
#include "analyzer/index/identity_pages.h"
#include "analyzer/source/kept_frames.h"

namespace analyzer {
namespace {

// What an answer says of a record.
std::array<std::string_view, 6> WordsOf(const Record& record) {
  return {record.customer_id, record.username, record.email,
          record.change_type, record.result,   record.error};
}

// The same for equal answers, wherever and in whatever wrapping they were saved.
std::string ContentOf(const Response& response) {
  constexpr char kBetween = '\x1F';
  size_t size = 0;
  for (const Record& record : response.records) {
    for (const std::string_view word : WordsOf(record)) size += word.size() + 1;
  }
  std::string content(size, kBetween);
  auto end = content.begin();
  for (const Record& record : response.records) {
    for (const std::string_view word : WordsOf(record))
      end = std::copy(word.begin(), word.end(), end) + 1;
  }
  const Hash128 hash = HashOf(content);
  char digits[33];
  std::snprintf(digits, sizeof digits, "%016llx%016llx", static_cast<unsigned long long>(hash.high),
                static_cast<unsigned long long>(hash.low));
  return digits;
}

// What stands before a secret, as bits: all are below 64.
constexpr uint64_t kBeforeSecret =
    uint64_t{1} << ':' | uint64_t{1} << '=' | uint64_t{1} << '/' | uint64_t{1} << '%';

// Nearly all ids and names are short words: of these nothing is searched.
bool IsPlain(std::string_view field) {
  constexpr size_t kLongest = 31;
  return field.size() <= kLongest && std::none_of(field.begin(), field.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte < 64 && (kBeforeSecret >> byte & 1) != 0;
         });
}

// Ids and names as well: where a line is torn, what follows may stand in one.
void MaskSecretsOf(Record* record) {
  for (std::string* field : {&record->customer_id, &record->username, &record->email,
                             &record->change_type, &record->result}) {
    if (!IsPlain(*field)) *field = MaskSecrets(*field);
  }
  if (!record->error.empty()) record->error = MaskSecrets(record->error);
}

bool HasWords(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

size_t CostOf(const Findings::Records& some) {
  return sizeof some + some.packed.size() +
         some.records.size() * (sizeof(Findings::PlacedRecord) + 64);
}

}  // namespace

size_t Findings::Cost() const {
  size_t cost = 1024 + facts.size() * sizeof(PlacedFact) + repairs.size() * sizeof(Repair);
  cost += originals.size() * sizeof(FoundOriginal) + hashes.size() * sizeof(uint64_t);
  for (const std::string& frame : kept_frames) cost += frame.size();
  for (const Records& some : records) cost += CostOf(some);
  return cost;
}

FindingsSink::FindingsSink(const SourceText* source, Findings* findings, Give give)
    : source_(source), findings_(findings), give_(std::move(give)) {}

void FindingsSink::Grow(size_t bytes) {
  gathered_ += bytes;
  if (!give_ || gathered_ < Memory().OfFindings() / 8) return;
  gathered_ = 0;
  Findings piece = std::exchange(*findings_, Findings());
  findings_->file = piece.file;
  findings_->counts = piece.counts;
  piece.goes_on = true;
  give_(std::move(piece));
}

void FindingsSink::OnOriginal(const Original& original) {
  // What is written is cut from the file as it was sent, so nothing may have been left out of it.
  if (source_->LeavesOut(original.span)) {
    OnRepair("an original with bytes in it that no text has, left out", original.span);
    return;
  }
  Spare(original.span);
  ++(original.nested ? findings_->counts.copies : findings_->counts.alone);
  Findings::FoundOriginal& found = findings_->originals.emplace_back();
  if (original.position >= 0) found.position = original.position;
  found.bytes = source_->FileSpan(original.span);
  found.household = original.household;
  found.own_id = original.id;
  found.change_type = original.change_type;
  const std::string_view text = source_->text().substr(original.span.begin, original.span.size());
  found.digest = Hash64(text);
  if (original.escaped) found.version = original.version;
  found.batch_number = original.batch_number;
  found.batch_position = original.batch_position;
  for (const Identity& identity : original.identities)
    findings_->hashes.push_back(IdentityHash(identity.kind, identity.value));
  if (original.id.empty()) {
    found.key = HashOfPerson(original);
    findings_->hashes.push_back(IdentityHash(IdentityKind::kCustomer, CustomerKey(original)));
  }
  found.hashes_end = findings_->hashes.size();
  Grow(sizeof found + (original.identities.size() + 1) * sizeof(uint64_t));
}

void FindingsSink::OnResponse(Response response) {
  ++findings_->counts.responses;
  Findings::Records& answer = findings_->records.emplace_back();
  answer.batch = response.batch;
  answer.time_of_day = response.time_of_day;
  answer.content = ContentOf(response);
  for (Record& record : response.records) Add(std::move(record), &answer);
  answer.packed_records = packer_.count();
  answer.packed = packer_.Take();
  std::vector<Record>().swap(response.records);  // its memory, too
  response.span = source_->FileSpan(response.span);
  answer.response = std::move(response);
  Grow(CostOf(answer));
}

void FindingsSink::OnRecord(const Record& record, std::optional<int64_t> batch,
                            std::optional<int64_t> time_of_day) {
  Findings::Records& alone = findings_->records.emplace_back();
  alone.batch = batch;
  alone.time_of_day = time_of_day;
  Add(Record(record), &alone);
  Grow(CostOf(alone));
}

void FindingsSink::Add(Record&& record, Findings::Records* records) {
  ++findings_->counts.records;
  MaskSecretsOf(&record);
  const int64_t line = source_->Line(record.span.begin);
  const int64_t number = records->all++;
  record.span = source_->FileSpan(record.span);
  if (IsPackable(record)) {
    packer_.Add(number, line, record);
  } else {
    records->records.push_back({std::move(record), number, line});
  }
}

void FindingsSink::OnLogFact(const LogFact& fact, std::optional<LocalTime> time,
                             std::optional<int64_t> time_of_day, Span where) {
  // A failure that a line names is a record, told by itself.
  if (fact.fact == Fact::kFailure) return;
  ++findings_->counts.facts;
  Findings::PlacedFact& placed = findings_->facts.emplace_back();
  placed.fact = fact;
  placed.time = time;
  placed.time_of_day = time_of_day;
  placed.bytes = source_->FileSpan(where);
  placed.line = source_->Line(where.begin);
  if (!fact.path.empty()) placed.fact.path = MaskSecrets(fact.path);
  Grow(sizeof(Findings::PlacedFact) + fact.path.size());
}

void FindingsSink::OnRepair(std::string_view what, Span where) {
  findings_->repairs.push_back({what, source_->FileSpan(where), source_->Line(where.begin)});
  Grow(sizeof(Findings::Repair));
}

void FindingsSink::OnText(TextKind kind, Span where) {
  const Span bytes = source_->FileSpan(where);
  CountUpTo(bytes.begin, TextKind::kBlank);
  CountUpTo(bytes.end, kind);
}

void FindingsSink::Spare(Span original) {
  const bool follows = original.begin >= last_spared_.end;
  if (follows &&
      !HasWords(source_->text().substr(last_spared_.end, original.begin - last_spared_.end))) {
    last_spared_.end = original.end;
    return;
  }
  spared_.push_back(std::exchange(last_spared_, original));
}

// The file's bytes, with `*` for each byte of a secret that is outside of originals. Copied only
// where there is one.
std::string FindingsSink::MaskedBytes() const {
  std::vector<Span> spared(spared_.begin(), spared_.end());
  spared.push_back(last_spared_);
  std::sort(spared.begin(), spared.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  spared.push_back({source_->text().size(), source_->text().size()});
  std::string masked;
  size_t done = 0;
  for (const Span& original : spared) {
    if (original.begin > done) MaskIn({done, original.begin}, &masked);
    done = std::max(done, original.end);
  }
  return masked;
}

void FindingsSink::MaskIn(Span between, std::string* bytes) const {
  for (const Span& secret : FindSecrets(source_->text().substr(between.begin, between.size()))) {
    if (bytes->empty()) *bytes = source_->file_bytes();
    const Span where =
        source_->FileSpan({between.begin + secret.begin, between.begin + secret.end});
    // The zero bytes of UTF-16 stay.
    for (size_t at = where.begin; at < where.end; ++at)
      if ((*bytes)[at] != '\0') (*bytes)[at] = '*';
  }
}

void FindingsSink::OnResumePoint(const ResumePoint& point) {
  const Findings::Counts& counts = findings_->counts;
  if (!source_->IsAsInFile() || counts.alone + counts.copies > 0) return;
  prefix_ = {point,
             source_->Line(point.at),
             findings_->file.bytes_by_kind,
             counts.responses,
             counts.records,
             counts.facts};
}

void FindingsSink::GoOnBehind(const LogPrefix& prefix) {
  prefix_ = prefix;
  counted_ = prefix.point.at;
  findings_->file.bytes_by_kind = prefix.bytes_by_kind;
  findings_->counts.responses = prefix.responses;
  findings_->counts.records = prefix.records;
  findings_->counts.facts = prefix.facts;
}

void FindingsSink::KeepBytes() {
  const std::string masked = MaskedBytes();
  const std::string_view bytes = masked.empty() ? source_->file_bytes() : masked;
  for (size_t at = 0; at < bytes.size(); at += kFrameBytes) {
    findings_->kept_frames.push_back(CompressFrame(bytes, at));
    Grow(findings_->kept_frames.back().size());
  }
}

void FindingsSink::Finish() {
  findings_->prefix = prefix_;
  const bool no_text = source_->encoding() == SourceText::Encoding::kBinary;
  CountUpTo(source_->file_size(), no_text ? TextKind::kNotUnderstood : TextKind::kBlank);
}

void FindingsSink::Append(Findings piece, const TextTally& before) {
  const size_t cost = piece.Cost();
  for (Findings::FoundOriginal& original : piece.originals) {
    Spare(original.bytes);
    original.hashes_end += findings_->hashes.size();
  }
  const auto append = [](auto* from, auto* to) {
    to->insert(to->end(), std::make_move_iterator(from->begin()),
               std::make_move_iterator(from->end()));
  };
  append(&piece.originals, &findings_->originals);
  append(&piece.hashes, &findings_->hashes);
  append(&piece.records, &findings_->records);
  append(&piece.facts, &findings_->facts);
  append(&piece.repairs, &findings_->repairs);
  if (!piece.goes_on) AppendCounts(piece, before);
  Grow(cost);
}

void FindingsSink::AppendCounts(const Findings& last, const TextTally& before) {
  Findings::Counts& counts = findings_->counts;
  auto& bytes_by_kind = findings_->file.bytes_by_kind;
  if (last.prefix && counts.alone + counts.copies == 0) {
    prefix_ = last.prefix;
    prefix_->point.tally = Together(before, prefix_->point.tally);
    for (size_t kind = 0; kind < kTextKinds; ++kind)
      prefix_->bytes_by_kind[kind] += bytes_by_kind[kind];
    prefix_->responses += counts.responses;
    prefix_->records += counts.records;
    prefix_->facts += counts.facts;
  }
  for (size_t kind = 0; kind < kTextKinds; ++kind) {
    bytes_by_kind[kind] += last.file.bytes_by_kind[kind];
    counted_ += static_cast<size_t>(last.file.bytes_by_kind[kind]);
  }
  counts.alone += last.counts.alone;
  counts.copies += last.counts.copies;
  counts.responses += last.counts.responses;
  counts.records += last.counts.records;
  counts.facts += last.counts.facts;
}

void FindingsSink::CountUpTo(size_t end, TextKind kind) {
  findings_->file.bytes_by_kind[static_cast<size_t>(kind)] += static_cast<int64_t>(end - counted_);
  counted_ = end;
}

}  // namespace analyzer
