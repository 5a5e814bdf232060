#include "analyzer/extract/text_scanner.h"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/base/ascii.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/document_reader.h"
#include "analyzer/extract/document_start.h"
#include "analyzer/extract/json_string.h"
#include "analyzer/extract/log_fact.h"
#include "analyzer/extract/log_line.h"
#include "analyzer/extract/python_repr.h"
#include "analyzer/extract/text_ledger.h"
#include "analyzer/extract/window_text.h"

namespace analyzer {
namespace {

// How often the text may be looked through for the ends of documents that have none. From then on a
// document is not looked for past the place where a broken one ends.
constexpr size_t kMostLost = 8;

// Bytes that may be looked through so before a scan has to go on to the text's end by itself. Who
// begins anew counts from 0: with kMostLost for each scan, and this for each stretch before the
// last one that is scanned, the whole is still looked through no more often than twice kMostLost.
constexpr size_t kMostLostBeforeStop = size_t{4} << 20;

// How far it is from one time that a scan is asked whether it goes on to the next.
constexpr size_t kBetweenQuestions = size_t{1} << 16;

// How far points to resume at are from each other, at least.
constexpr size_t kBetweenResumePoints = 4096;

// Whether what stands at `at` is a part of a string that begins and ends on this line of a
// document.
bool IsQuotedIn(std::string_view line, size_t at) {
  bool in_string = false;
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (i == at) quoted = in_string;
    if (line[i] == '"') in_string = !in_string;
    if (line[i] == '\\' && i + 1 != at) ++i;
  }
  return quoted && !in_string;
}

class Scanner {
 public:
  Scanner(std::string_view text, Sink* sink, const ResumePoint* from, TextTally* tally)
      : sink_(sink),
        tally_(tally),
        ledger_(text, sink, from == nullptr ? 0 : from->at),
        reader_(sink, [this](const Region& region, const Context& context) {
          SearchNested(region, context);
        }) {}

  // Gives the place where it stopped.
  size_t Scan(const Region& region, const TextTraits& traits, const Context& context,
              const ResumePoint* from, const std::vector<size_t>& stops, const StillWanted& wanted);

 private:
  void GoOnAt(const ResumePoint& from);
  bool MayStop() const;
  bool MayResumeHere() const;
  void TellResumePoint(size_t at);
  Start StartAt(std::string_view text, size_t at);
  void SeeTo(std::string_view text, size_t at) {
    saw_end_ = saw_end_ || text.data() + at == text_end_;
  }
  size_t ScanLine(const Region& region, size_t begin, size_t end, const Context& context,
                  size_t limit);
  size_t ScanBlockLine(const Region& region, Span line, Context context, size_t limit);
  size_t ScanSpan(const Region& region, size_t begin, size_t end, const Context& around,
                  size_t limit);
  std::optional<JsonCut> CutSound(const Region& region, size_t begin);
  JsonCut Cut(const Region& region, size_t begin);
  size_t ReadDocument(const Region& region, size_t begin, const Context& context);
  size_t ReadInterrupted(const Region& region, size_t begin, const JsonCut& cut,
                         const Context& context);
  size_t BrokenEnd(const Region& region, size_t begin);
  size_t ReadBrokenFrom(const Region& region, size_t begin, const Context& context);
  size_t ReadEscaped(const Region& region, size_t begin, size_t end, const Context& context);
  void ReadRepr(const Region& region, size_t begin, size_t end, const Context& context);
  void SearchNested(const Region& region, const Context& context);
  bool TellLogLine(const Region& region, Span line, const LogLine& parsed);
  void TellWindow(WindowFindings findings, const Region& region);
  void TellUnended(const Region& region, Span line);
  size_t LineEnd(std::string_view text, size_t at);
  bool IsUnended(const Region& region, size_t end) const;
  bool OpensDocument(std::string_view line);
  void Reach(const Region& region, size_t end, TextKind kind);
  TextKind KindSince(int64_t broken) const {
    return tally_->broken_documents > broken ? TextKind::kSalvaged : TextKind::kDocument;
  }

  Sink* sink_;
  TextTally* tally_;
  TextLedger ledger_;
  TextKind line_kind_ = TextKind::kNotUnderstood;  // of the line at hand, but for its documents
  DocumentReader reader_;
  WindowText window_;
  size_t block_end_ = 0;  // of the window's block last asked for
  bool in_log_ = false;
  bool in_summary_ = false;  // the last fact was the summary's first line, or one of its others
  bool only_lf_ = true;      // ends a line, as far as the text goes, but for CRLF
  size_t tried_end_ = 0;     // up to which sound documents were looked for
  size_t lost_bytes_ = 0;    // looked at in vain, for documents that did not end
  size_t most_lost_ = 0;
  Context line_context_;            // of the last log line
  const char* text_end_ = nullptr;  // of the whole text
  bool saw_end_ = false;            // what was found may depend on where the text ends
  size_t next_point_ = 0;           // the earliest to resume at
};

// Whether a CR by itself or a hole ends some of the text's lines.
bool HasOtherLineEnds(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return true;
  for (size_t at = text.find('\r'); at < text.size(); at = text.find('\r', at + 1)) {
    if (text.substr(at + 1, 1) != "\n") return true;
  }
  return false;
}

size_t Scanner::LineEnd(std::string_view text, size_t at) {
  size_t end =
      std::min(only_lf_ ? text.find('\n', at) : text.find_first_of(kLineEnds, at), text.size());
  SeeTo(text, end);
  if (only_lf_) return end;
  if (text.substr(end, 2) == "\r\n") ++end;
  return end;
}

// Whether the line that ends here was not written to its end: the client ends each line that it
// logs, so that more of it was to come, or is lost.
bool Scanner::IsUnended(const Region& region, size_t end) const {
  return region.map == nullptr && (end == region.text.size() || region.text[end] == '\0');
}

size_t Scanner::Scan(const Region& region, const TextTraits& traits, const Context& context,
                     const ResumePoint* from, const std::vector<size_t>& stops,
                     const StillWanted& wanted) {
  const size_t begin = from == nullptr ? 0 : from->at;
  text_end_ = region.text.data() + region.text.size();
  next_point_ = begin + kBetweenResumePoints;
  only_lf_ = traits.only_lf;
  most_lost_ = kMostLost * region.text.size();
  in_log_ = traits.is_log;
  line_context_ = context;
  line_context_.in_log = in_log_;
  if (from != nullptr) GoOnAt(*from);
  auto stop = std::upper_bound(stops.begin(), stops.end(), begin);
  size_t next_question = begin + kBetweenQuestions;
  for (size_t at = begin; at < region.text.size();) {
    at = ScanLine(region, at, LineEnd(region.text, at), line_context_, region.text.size());
    ledger_.Reach(at, line_kind_);
    if (at >= next_point_ && MayResumeHere()) TellResumePoint(at);
    stop = std::find_if(stop, stops.end(), [&](size_t place) { return place >= at; });
    if (stop != stops.end() && *stop == at && !window_.in_block() && MayStop()) {
      ledger_.Tell();
      return at;
    }
    if (!wanted || at < next_question) continue;
    next_question = at + kBetweenQuestions;
    if (!wanted(at, MayStop())) return at;
  }
  TellWindow(window_.Finish(), region);
  ledger_.Finish();
  return region.text.size();
}

void Scanner::GoOnAt(const ResumePoint& from) {
  *tally_ = from.tally;
  in_summary_ = from.in_summary;
  lost_bytes_ = from.lost_bytes;
  line_context_.time = from.time;
  line_context_.batch = from.batch;
  line_context_.time_of_day = std::nullopt;
  line_context_.in_log = true;
}

// What the whole text decides (whether it is a log, what ends its lines, how much may be looked
// through in vain) must be decided by what was read so far alone.
bool Scanner::MayResumeHere() const {
  return !saw_end_ && in_log_ && only_lf_ && tally_->facts > 0 && !window_.in_block() &&
         line_kind_ == TextKind::kLogLine && lost_bytes_ <= most_lost_;
}

// Whether nothing was found that whoever begins anew would have to know of. Once it was, that is so
// for good.
bool Scanner::MayStop() const {
  return !saw_end_ && lost_bytes_ <= kMostLostBeforeStop && !reader_.told_batches();
}

void Scanner::TellResumePoint(size_t at) {
  ledger_.Tell();
  sink_->OnResumePoint(
      {at, line_context_.time, line_context_.batch, in_summary_, lost_bytes_, *tally_});
  next_point_ = at + kBetweenResumePoints;
}

Start Scanner::StartAt(std::string_view text, size_t at) {
  size_t seen = at;
  const Start start = LooksLikeDocument(text, at, in_log_, &seen);
  SeeTo(text, seen);
  return start;
}

// Only the source's text itself is accounted for, not what stands escaped in it.
void Scanner::Reach(const Region& region, size_t end, TextKind kind) {
  if (region.map == nullptr) ledger_.Reach(end, kind);
}

// Reads one line and the documents that begin in it, which may run on over further lines, but not
// past `limit`. Gives the place where reading goes on.
size_t Scanner::ScanLine(const Region& region, size_t begin, size_t end, const Context& context,
                         size_t limit) {
  const std::string_view line = region.text.substr(begin, end - begin);
  const Context* around = &context;
  size_t from = begin;
  if (const auto parsed = ParseLogLine(line)) {
    if (window_.in_block()) TellWindow(window_.Finish(), region);
    const bool names_failure = TellLogLine(region, {begin, end}, *parsed);
    from = static_cast<size_t>(parsed->message.data() - region.text.data());
    line_context_.time = parsed->time;
    line_context_.batch = BatchInMessage(parsed->message.substr(0, 256));
    line_context_.time_of_day = std::nullopt;
    line_context_.in_log = true;
    around = &line_context_;
    line_kind_ = TextKind::kLogLine;
    // What such a line quotes is the record's own error.
    if (names_failure) return std::min(end + 1, region.text.size());
  } else {
    const bool was_in_block = window_.in_block();
    // A line of a failure's details begins with a blank.
    if (was_in_block && line.starts_with(' ') && IsUnended(region, end)) {
      TellUnended(region, {begin, end});
    } else {
      TellWindow(window_.Take(line, {begin, end}), region);
    }
    // A log line's message goes on up to the next one.
    line_kind_ = was_in_block || window_.in_block() ? TextKind::kWindow
                 : tally_->log_lines > 0            ? TextKind::kLogLine
                                                    : TextKind::kNotUnderstood;
    if (window_.in_block()) {
      tally_->window_blocks += !was_in_block;
      return ScanBlockLine(region, {begin, end}, context, limit);
    }
  }
  const size_t next = ScanSpan(region, from, end, *around, limit);
  return next > end ? next : std::min(end + 1, region.text.size());
}

// A line of a block of the window. A document in it does not run on behind the block.
size_t Scanner::ScanBlockLine(const Region& region, Span line, Context context, size_t limit) {
  constexpr std::string_view kBody = "Response Data:";
  const size_t behind = std::min(line.end + 1, region.text.size());
  const std::string_view text = region.text.substr(line.begin, line.size());
  // What a failure's details quote is its own error.
  if (window_.in_details() || text.find_first_of("{[") == std::string_view::npos) {
    if (text.starts_with(kBody)) window_.TakeBody(text.substr(kBody.size()), false);
    return behind;
  }
  context.batch = window_.batch();
  context.time = std::nullopt;
  context.time_of_day = window_.time_of_day();
  context.status = window_.status();
  context.in_log = true;
  if (block_end_ <= line.end) block_end_ = WindowText::BlockEnd(region.text, line.end);
  const int64_t broken = tally_->broken_documents;
  const size_t next = ScanSpan(region, line.begin, line.end, context, std::min(limit, block_end_));
  if (text.starts_with(kBody)) {
    const size_t body = line.begin + kBody.size();
    window_.TakeBody(region.text.substr(body, std::max(next, line.end) - body),
                     tally_->broken_documents == broken);
  }
  return next > line.end ? next : behind;
}

void Scanner::TellUnended(const Region& region, Span line) {
  sink_->OnRepair("a line without an end, left out", region.ToSource(line));
}

size_t Scanner::ScanSpan(const Region& region, size_t begin, size_t end, const Context& around,
                         size_t limit) {
  // The lines of the log inside of a document change what is known around it. Most spans hold none.
  std::optional<Context> copy;
  const auto context = [&]() -> const Context& { return copy ? *copy : copy.emplace(around); };
  for (size_t at = begin; at < end;) {
    // Not past the end: a line without a bracket must not cost the rest of the text.
    at = FindOpening(region.text.substr(0, end), at);
    if (at >= end) return end;
    if (OpensQuoted(region.text.substr(begin, at - begin))) {
      const size_t close = ReprEnd(region.text.substr(0, end), at);
      if (IsRepr(region.text.substr(at, close - at))) {
        Reach(region, at, line_kind_);
        const int64_t broken = tally_->broken_documents;
        ReadRepr(region, at, close, context());
        at = close;
        Reach(region, at, KindSince(broken));
        continue;
      }
    }
    const Start start = StartAt(region.text.substr(0, limit), at);
    if (start != Start::kNone) Reach(region, at, line_kind_);
    const int64_t broken = tally_->broken_documents;
    if (start == Start::kDocument) {
      at = ReadDocument({region.text.substr(0, limit), region.map, region.parent}, at, context());
      // What stands behind a document on its last line belongs to that line.
      if (at > end) end = LineEnd(region.text, at);
    } else if (start == Start::kEscaped) {
      at = ReadEscaped(region, at, end, context());
    } else {
      ++at;
      continue;
    }
    Reach(region, at, KindSince(broken));
  }
  return end;
}

// Most documents are sound, and of these it takes one look to find all that is in them. Looked for
// in vain, it costs a look that tells nothing: but for a file's first document, no byte gets two.
std::optional<JsonCut> Scanner::CutSound(const Region& region, size_t begin) {
  if (region.map != nullptr || begin < tried_end_) return std::nullopt;
  size_t end = region.text.size();
  const bool first = tally_->documents == 1 && !in_log_;
  if (!first || end - begin > kMostAtOnce) end = tried_end_ = LikelyEnd(region.text, begin);
  return reader_.CutSound(region, {begin, end});
}

JsonCut Scanner::Cut(const Region& region, size_t begin) {
  const bool hopeless = lost_bytes_ > most_lost_;
  if (auto sound = hopeless ? std::nullopt : CutSound(region, begin)) return *std::move(sound);
  return CutJson(hopeless ? region.text.substr(0, BrokenEnd(region, begin)) : region.text, begin,
                 in_log_ && region.map == nullptr);
}

size_t Scanner::ReadDocument(const Region& region, size_t begin, const Context& context) {
  ++tally_->documents;
  const JsonCut cut = Cut(region, begin);
  if (cut.end_kind == CutEnd::kOpen) SeeTo(region.text, region.text.size());
  if (cut.end_kind == CutEnd::kOpen || cut.end_kind == CutEnd::kMismatch) {
    lost_bytes_ += cut.end - begin;
  }
  if (cut.end_kind == CutEnd::kInterrupted) return ReadInterrupted(region, begin, cut, context);
  if (cut.end_kind == CutEnd::kWhole) {
    tally_->is_one_document = tally_->documents == 1 &&
                              Trim(region.text.substr(0, begin)).empty() &&
                              Trim(region.text.substr(cut.end)).empty();
    const bool read = reader_.Read(region, begin, cut, context);
    reader_.Forget();
    if (read) return cut.end;
    ++tally_->broken_documents;
    reader_.ReadBroken(region, {begin, cut.end}, context);
    return cut.end;
  }
  return ReadBrokenFrom(region, begin, context);
}

// A broken document ends at the latest where another begins at a line's begin, or a log line does.
size_t Scanner::BrokenEnd(const Region& region, size_t begin) {
  size_t end = begin;
  for (end = LineEnd(region.text, begin); end < region.text.size();
       end = LineEnd(region.text, end + 1)) {
    const std::string_view line =
        region.text.substr(end + 1, LineEnd(region.text, end + 1) - end - 1);
    const bool document = !line.empty() && (line.front() == '{' || line.front() == '[') &&
                          StartAt(region.text, end + 1) != Start::kNone;
    const bool block_end = window_.in_block() && line.substr(0, 80) == std::string(80, '-');
    if (document || block_end || ParseLogLine(line)) break;
  }
  return end;
}

size_t Scanner::ReadBrokenFrom(const Region& region, size_t begin, const Context& context) {
  ++tally_->broken_documents;
  const size_t end = BrokenEnd(region, begin);
  reader_.ReadBroken(region, {begin, end}, context);
  return end;
}

// Other threads' lines stand inside of a document, or it is cut short and they only follow. The
// lines between are taken out; what remains is read as the document it is, if it is one.
size_t Scanner::ReadInterrupted(const Region& region, size_t begin, const JsonCut& cut,
                                const Context& context) {
  MappedText pieced;
  pieced.Append(region.text.substr(begin, cut.end - begin), begin);
  std::vector<Span> foreign;
  size_t at = cut.end + (kLineEnds.find(region.text[cut.end]) == std::string_view::npos ? 0 : 1);
  size_t gathered_to = cut.end;
  int foreign_run = 0;
  size_t next_try = 0;
  size_t next_close = 0;
  JsonCut whole;
  while (at < region.text.size()) {
    const size_t end = LineEnd(region.text, at);
    const std::string_view line = region.text.substr(at, end - at);
    size_t head = FindLogLineHead(line);
    const size_t next = std::min(end + 1, region.text.size());
    if (head != std::string_view::npos && IsQuotedIn(line, head)) head = std::string_view::npos;
    if (head == 0) {
      if (++foreign_run > kMaxForeignLines || OpensDocument(line)) break;
      foreign.push_back({at, end});
      at = next;
      continue;
    }
    foreign_run = 0;
    const size_t own_end = head == std::string_view::npos ? next : at + head;
    pieced.Append(region.text.substr(at, own_end - at), at);
    gathered_to = own_end;
    if (head != std::string_view::npos) foreign.push_back({own_end, end});
    at = next;
    // Cutting anew at every line would take a square of the size.
    const size_t size = pieced.size();
    const bool closes = !line.empty() && (line.front() == '}' || line.front() == ']');
    if ((closes && size >= next_close) || size >= next_try) {
      next_try = size * 2;
      next_close = size + size / 8;
      pieced.Finish(gathered_to);
      whole = CutJson(pieced.bytes(), 0, false);
      if (whole.end_kind == CutEnd::kWhole) break;
    }
  }
  SeeTo(region.text, at);
  pieced.Finish(gathered_to);
  const Region joined{pieced.bytes(), &pieced, &region};
  whole = CutJson(pieced.bytes(), 0, false);
  size_t resume = gathered_to;
  const bool read = whole.end_kind == CutEnd::kWhole && reader_.Read(joined, 0, whole, context);
  if (read) {
    resume = std::max(cut.end, pieced.Origin(whole.end - 1) + 1);
    if (resume > cut.end) {
      sink_->OnRepair("lines of the log inside a document", region.ToSource({begin, resume}));
    }
  } else {
    ++tally_->broken_documents;
    reader_.ReadBroken(joined, {0, pieced.size()}, context);
  }
  const TextKind kind = read ? TextKind::kDocument : TextKind::kSalvaged;
  const TextKind own_line = line_kind_;
  for (const Span line : foreign) {
    if (line.begin >= resume) break;
    Reach(region, line.begin, kind);
    ScanLine(region, line.begin, line.end, context, line.end);
    Reach(region, std::min(line.end + 1, region.text.size()), line_kind_);
  }
  line_kind_ = own_line;
  Reach(region, resume, kind);
  return resume;
}

size_t Scanner::ReadEscaped(const Region& region, size_t begin, size_t end,
                            const Context& context) {
  if (context.depth >= kMaxNesting) return end;
  const MappedText unescaped = UnescapeJson(region.text.substr(begin, end - begin), begin);
  Context inner = context;
  ++inner.depth;
  SearchNested({unescaped.bytes(), &unescaped, &region}, inner);
  return std::max(begin + 1, unescaped.Origin(unescaped.size()));
}

// JSON in the repr of a Python string.
void Scanner::ReadRepr(const Region& region, size_t begin, size_t end, const Context& context) {
  if (context.depth >= kMaxNesting) return;
  const bool bytes = begin >= 2 && region.text[begin - 2] == 'b';
  const MappedText unescaped = UnescapeRepr(region.text.substr(begin, end - begin), begin, bytes);
  Context inner = context;
  ++inner.depth;
  SearchNested({unescaped.bytes(), &unescaped, &region}, inner);
}

// A text that stood escaped in another one. It has no log lines or blocks of its own.
void Scanner::SearchNested(const Region& region, const Context& context) {
  ScanSpan(region, 0, region.text.size(), context, region.text.size());
}

// True where the line names a failure.
bool Scanner::TellLogLine(const Region& region, Span line, const LogLine& parsed) {
  ++tally_->log_lines;
  auto fact = ReadFact(parsed.message);
  if (fact && fact->fact == Fact::kSummarySays && !in_summary_) fact.reset();
  if (!fact) {
    // It may be half of a fact. A document on it is read by its own brackets.
    const bool document = parsed.message.find('{') != std::string_view::npos;
    if (!document && IsUnended(region, line.end)) TellUnended(region, line);
    return false;
  }
  if (fact->open_ended && IsUnended(region, line.end)) {
    TellUnended(region, line);
    return fact->fact == Fact::kFailure;
  }
  in_summary_ = fact->fact == Fact::kRunEnds || fact->fact == Fact::kSummarySays;
  ++tally_->facts;
  const Span where = region.ToSource(line);
  sink_->OnLogFact(*fact, parsed.time, std::nullopt, where);
  if (fact->fact != Fact::kFailure) return false;
  Record record;
  record.customer_id = fact->customer_id;
  record.username = fact->username;
  record.error = fact->error;
  record.voice = Voice::kLogLine;
  record.extractor = fact->pattern;
  record.time = parsed.time;
  record.span = where;
  // The line itself says that it is a failure; only the reason may be missing.
  const std::string none;
  Judge(fact->result ? &*fact->result : &none, false, &record);
  sink_->OnRecord(record, std::nullopt, std::nullopt);
  return true;
}

void Scanner::TellWindow(WindowFindings findings, const Region& region) {
  if (auto& failure = findings.failure) {
    failure->record.span = region.ToSource(failure->record.span);
    sink_->OnRecord(failure->record, failure->batch, failure->time_of_day);
  }
  if (const auto& block = findings.block) {
    const Span where = region.ToSource(block->span);
    for (const LogFact& fact : block->facts) {
      sink_->OnLogFact(fact, std::nullopt, block->time_of_day, where);
    }
  }
}

bool Scanner::OpensDocument(std::string_view line) {
  const size_t at = line.find('{');
  if (at == std::string_view::npos || StartAt(line, at) == Start::kNone) {
    return !line.empty() && (line.back() == '{' || line.back() == '[');
  }
  return CutJson(line, at, false).end_kind == CutEnd::kOpen;
}

}  // namespace

TextTraits TraitsOf(std::string_view text, size_t begin) {
  constexpr size_t kHead = size_t{1} << 16;
  return {FindLogLineHead(text.substr(0, kHead)) != std::string_view::npos,
          !HasOtherLineEnds(text.substr(begin))};
}

ScannedStretch ScanStretch(std::string_view text, const TextTraits& traits, const Context& context,
                           Sink* sink, const ResumePoint* from, const std::vector<size_t>& stops,
                           const StillWanted& wanted) {
  ScannedStretch scanned;
  Scanner scanner(text, sink, from, &scanned.tally);
  scanned.end = scanner.Scan({text}, traits, context, from, stops, wanted);
  return scanned;
}

}  // namespace analyzer
