#include "analyzer/extract/salvage.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "analyzer/base/ascii.h"
#include "analyzer/extract/answer_keys.h"
#include "analyzer/extract/salvage_frame.h"
#include "analyzer/extract/salvage_tokens.h"

namespace analyzer {
namespace {

// Deeper than any document of the API or the client; hostile ones must not take memory without end.
constexpr size_t kMaxDepth = 4096;

struct WrapperField {
  enum Kind { kBatchId, kStatusCode, kTimestamp } kind;
  size_t depth;
  std::string_view value;
};

// Both brackets and quotes count: a string that only mentions JSON is not worth a search.
bool HoldsEscapedJson(std::string_view content) {
  static const RE2 kEscapedJson(R"(\{(?:\s|\\+[nrt])*\\+")", RE2::Latin1);
  return RE2::PartialMatch({content.data(), content.size()}, kEscapedJson);
}

std::optional<int64_t> IntegerOf(std::string_view value) {
  const std::string text = TextOfScalar(value);
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool IsStringOrNull(std::string_view value) {
  return value.front() == '"' || value.front() == '\'' || value == "null" || value == "None";
}

class Salvager {
 public:
  explicit Salvager(std::string_view text) : text_(text), tokens_(text) {}

  Salvaged Run(std::string_view copy_key);

 private:
  bool InArray() const { return !frames_.empty() && frames_.back().array; }
  bool InObject() const { return !frames_.empty() && !frames_.back().array; }
  bool Searched() const;
  bool IsOwn(const SalvageToken& bracket) const;
  bool EndsCopy(const SalvageToken& bracket) const;
  bool LacksComma(const SalvageToken& element) const;
  void Take(const SalvageToken& token);
  void Open(const SalvageToken& token);
  void Push(const SalvageToken& token);
  void NoteCopy(Frame* frame) const;
  void Close(const SalvageToken& token);
  void EndFrame(std::optional<size_t> closed_at);
  void TakeField(const SalvageToken& token);
  void AddField(FieldId id, std::string_view value, Span span, Frame* frame);
  void BeginImplicit(const SalvageToken& token);
  void NoteKey(std::string_view key, std::string_view value, Frame* frame);
  void NoteWrapper(const SalvageToken& token);
  void NoteQuoted(const SalvageToken& token);
  void ForgetQuoted(const FieldSet& fields);
  void Part(Frame* frame);
  void Settle(size_t junk, Frame* frame);
  Salvaged Finish();
  void PickWrapper(Salvaged* salvaged) const;

  std::string_view text_;
  SalvageTokens tokens_;
  std::vector<Frame> frames_;
  size_t open_objects_ = 0;
  size_t open_arrays_ = 0;
  // How often something was met that parts fields: sets and lists remember the count, so that none
  // need be visited at once.
  size_t junk_ = 0;
  Spill<FoundRecord> records_;
  std::vector<Span> quoted_;
  std::vector<Span> copies_;
  std::vector<WrapperField> wrapper_;
};

// What stands in a record or an original is its own; but behind junk, another document may have
// come between.
bool Salvager::Searched() const {
  if (frames_.empty()) return true;
  const Frame& frame = frames_.back();
  return !(frame.hidden && frame.junk == junk_) && !(frame.settled && frame.settled_junk == junk_);
}

// What was sent is one object, and holds no results: where a list stands in its place, or a list of
// results in it, another document goes on there.
bool Salvager::EndsCopy(const SalvageToken& bracket) const {
  if (bracket.bracket != '[' || bracket.key.data() == nullptr) return false;
  const bool in_copy = InObject() && frames_.back().copy;
  return bracket.key == "originalData" || (in_copy && IsResultKey(bracket.key));
}

// Whether what opens is a part of the record or original that it stands in. No original holds a
// list in a list; behind junk, all elements may be of another document, but of what has a key only
// an answer and a list of results.
bool Salvager::IsOwn(const SalvageToken& bracket) const {
  const bool list_in_list = bracket.bracket == '[' && InArray() && !frames_.back().copies;
  if (!Searched()) return !list_in_list;
  const bool answer = bracket.key == kResponseData || EndsCopy(bracket) ||
                      (bracket.bracket == '[' && IsResultKey(bracket.key));
  if (answer || !InObject()) return false;
  const Frame& frame = frames_.back();
  const bool record = frame.fields.junk != junk_ && MakesRecord(frame.fields);
  return frame.hidden || frame.settled || record;
}

// Whether bytes are lost between an element of a list and the one before it.
bool Salvager::LacksComma(const SalvageToken& element) const {
  const size_t before = text_.substr(0, element.span.begin).find_last_not_of(" \t\r\n");
  return before != std::string_view::npos && (text_[before] == '}' || text_[before] == ']');
}

Salvaged Salvager::Run(std::string_view copy_key) {
  SalvageToken token = tokens_.Next(false);
  if (token.kind == SalvageToken::Kind::kOpen) {
    token.key = copy_key;
    Push(token);
    frames_.back().hidden |= IsCopyKey(copy_key);
    token = tokens_.Next(InArray());
  }
  for (; token.kind != SalvageToken::Kind::kEnd; token = tokens_.Next(InArray())) Take(token);
  while (!frames_.empty()) EndFrame(std::nullopt);
  return Finish();
}

void Salvager::Take(const SalvageToken& token) {
  switch (token.kind) {
    case SalvageToken::Kind::kOpen:
      Open(token);
      break;
    case SalvageToken::Kind::kClose:
      Close(token);
      break;
    case SalvageToken::Kind::kField:
      TakeField(token);
      break;
    case SalvageToken::Kind::kScalar:
      ++frames_.back().elements;
      NoteQuoted(token);
      break;
    case SalvageToken::Kind::kCut:
      NoteQuoted(token);
      ++junk_;
      break;
    case SalvageToken::Kind::kJunk:
      ++junk_;
      break;
    case SalvageToken::Kind::kEnd:
      break;
  }
}

void Salvager::Open(const SalvageToken& token) {
  if (!frames_.empty() && frames_.back().implicit) EndFrame(std::nullopt);
  const bool keyed = token.key.data() != nullptr;
  if (keyed != InObject() || (InArray() && LacksComma(token))) ++junk_;
  // In an object a bracket needs a key: the end of the object, and of those around it, is lost.
  while (!keyed && InObject()) EndFrame(std::nullopt);
  if (frames_.size() == kMaxDepth) {
    ++junk_;
    while (!frames_.empty()) EndFrame(std::nullopt);
  }
  // No record and no original holds an answer: another document goes on in it.
  if ((token.key == kResponseData && !Searched()) || EndsCopy(token)) ++junk_;
  if (keyed && InObject()) NoteKey(token.key, {}, &frames_.back());
  Push(token);
}

void Salvager::Push(const SalvageToken& token) {
  Frame frame;
  frame.array = token.bracket == '[';
  frame.key = token.key;
  frame.begin = token.span.begin;
  frame.junk = junk_;
  frame.mark = {records_.size(), quoted_.size(), wrapper_.size()};
  // The client's copies of what was sent come before or behind the fields that make it a record.
  frame.hidden = IsOwn(token) || (IsCopyKey(token.key) && !EndsCopy(token));
  NoteCopy(&frame);
  if (InArray()) {
    Frame& list = frames_.back();
    frame.in_errors = list.key == "errors";
    frame.list_junk = list.junk;
    frame.position = list.elements++;
  }
  ++(frame.array ? open_arrays_ : open_objects_);
  frames_.push_back(frame);
}

// Whether the frame is what a record keeps of what was sent. Such a record stands in no other.
void Salvager::NoteCopy(Frame* frame) const {
  const Frame* const parent = frames_.empty() ? nullptr : &frames_.back();
  if (parent == nullptr || !parent->hidden) {
    frame->copy = frame->key == "originalData" && !frame->array;
    frame->copies = frame->key == "complete_batch_data";
  } else if (parent->copies) {
    frame->copies = frame->array;
    frame->copy = parent->array && !frame->array;
  }
}

void Salvager::Close(const SalvageToken& token) {
  const bool array = token.bracket == ']';
  if ((array ? open_arrays_ : open_objects_) == 0) {
    ++junk_;
    return;
  }
  if (frames_.back().array != array) ++junk_;
  while (frames_.back().array != array) EndFrame(std::nullopt);
  EndFrame(token.span.end);
}

void Salvager::EndFrame(std::optional<size_t> closed_at) {
  Frame& frame = frames_.back();
  if (closed_at && !frame.implicit && frame.fields.junk == junk_)
    frame.fields.span.end = *closed_at;
  Part(&frame);
  const FieldId id = IdOfKey(frame.key);
  const bool whole = closed_at && frame.junk == junk_;
  const Span span{frame.begin, closed_at.value_or(frame.begin)};
  if (whole && frame.copy && !frame.implicit) copies_.push_back(span);
  --(frame.array ? open_arrays_ : open_objects_);
  frames_.pop_back();
  if (!whole || !InObject()) return;
  Frame& parent = frames_.back();
  if (IsErrorField(id)) {
    AddField(id, text_.substr(span.begin, span.size()), span, &parent);
  } else if (parent.fields.junk == junk_) {
    parent.fields.span.end = span.end;
  }
}

void Salvager::TakeField(const SalvageToken& token) {
  if (!InObject()) BeginImplicit(token);
  Frame& frame = frames_.back();
  NoteKey(token.key, token.value, &frame);
  NoteWrapper(token);
  NoteQuoted(token);
  const FieldId id = IdOfKey(token.key);
  if (id == kFieldIds) {
    if (frame.fields.junk == junk_) frame.fields.span.end = token.span.end;
  } else if (id != kResult || IsStringOrNull(token.value)) {
    AddField(id, token.value, token.span, &frame);
  }
}

void Salvager::BeginImplicit(const SalvageToken& token) {
  ++junk_;
  Push({.kind = SalvageToken::Kind::kOpen, .bracket = '{', .span = token.span});
  frames_.back().implicit = true;
}

void Salvager::AddField(FieldId id, std::string_view value, Span span, Frame* frame) {
  FieldSet& fields = frame->fields;
  const bool again = id <= kResult && fields.Has(id);
  if (!fields.empty && (again || fields.junk != junk_)) Part(frame);
  if (fields.empty) {
    const bool from_bracket = !frame->parted && frame->junk == junk_;
    fields.span.begin = from_bracket ? frame->begin : span.begin;
    fields.junk = junk_;
    fields.empty = false;
  }
  fields.values[id] = value;
  fields.span.end = fields.last_field = span.end;
}

void Salvager::NoteKey(std::string_view key, std::string_view value, Frame* frame) {
  NoteTraits(key, value, &frame->traits);
  if (frame->traits.original) Settle(junk_, frame);
}

void Salvager::NoteWrapper(const SalvageToken& token) {
  // In a list it may be a record's own, of which the result is lost.
  if (!Searched() || open_arrays_ > 0) return;
  if (token.key == "batch_id" && IntegerOf(token.value)) {
    wrapper_.push_back({WrapperField::kBatchId, frames_.size(), token.value});
  } else if (token.key == "status_code" && IntegerOf(token.value)) {
    wrapper_.push_back({WrapperField::kStatusCode, frames_.size(), token.value});
  } else if (token.key == "timestamp" && !TextOfScalar(token.value).empty()) {
    wrapper_.push_back({WrapperField::kTimestamp, frames_.size(), token.value});
  }
}

void Salvager::NoteQuoted(const SalvageToken& token) {
  const bool cut = token.kind == SalvageToken::Kind::kCut;
  if (!Searched() || (!cut && token.value.front() != '"')) return;
  if (!HoldsEscapedJson(token.value)) return;
  const auto begin = static_cast<size_t>(token.value.data() - text_.data());
  const std::string_view behind = text_.substr(token.span.end, 1);
  const bool goes_on = cut && !behind.empty() && (behind[0] == '{' || IsQuote(behind[0]));
  const size_t end = goes_on ? token.span.end : text_.size();
  quoted_.push_back(cut ? Span{begin, end} : Span{begin + 1, begin + token.value.size() - 1});
}

// What a record's own fields quote, its error above all, is no document beside it; also where junk
// keeps Settle from taking back what stands in its object.
void Salvager::ForgetQuoted(const FieldSet& fields) {
  for (const std::string_view value : fields.values) {
    if (value.empty() || value.front() != '"') continue;
    const auto begin = static_cast<size_t>(value.data() - text_.data()) + 1;
    const auto noted = std::ranges::lower_bound(quoted_, begin, {}, &Span::begin);
    if (noted != quoted_.end() && noted->begin == begin) noted->end = begin;  // Finish drops it
  }
}

// Ends the set of fields that was gathered.
void Salvager::Part(Frame* frame) {
  const FieldSet& fields = frame->fields;
  if (fields.empty) return;
  // An original has no result; what has one is a record that echoes what was sent.
  const bool hidden = frame->hidden && frame->junk == fields.junk;
  if (!hidden && (!frame->traits.original || fields.Has(kResult))) {
    const FoundRecord found = FoundIn(*frame);
    const Record record = MakeRecord(found);
    const bool stated = fields.Has(kResult);
    if (record.HasIdentity() && (stated || (frame->in_errors && !record.error.empty()))) {
      if (!frame->traits.wrapper) {
        Settle(fields.junk, frame);
        ForgetQuoted(fields);
      }
      records_.push_back(found);
    }
  }
  frame->fields = FieldSet();
  frame->parted = true;
}

// `junk` was met before what tells what the frame is.
void Salvager::Settle(size_t junk, Frame* frame) {
  if (frame->settled) return;
  frame->settled = true;
  frame->settled_junk = junk;
  if (frame->junk != junk_) return;  // it may not have been inside
  records_.shrink(std::min(records_.size(), frame->mark.records));
  quoted_.resize(frame->mark.quoted);
  wrapper_.resize(frame->mark.wrapper);
}

Salvaged Salvager::Finish() {
  const auto earlier = [](const FoundRecord& a, const FoundRecord& b) {
    return a.fields.last_field < b.fields.last_field;
  };
  // Only where brackets are lost do objects end in another order than their fields.
  if (!std::is_sorted(records_.begin(), records_.end(), earlier)) {
    std::vector<FoundRecord> sorted(records_.begin(), records_.end());
    std::stable_sort(sorted.begin(), sorted.end(), earlier);
    records_.shrink(0);
    records_.append(sorted.data(), sorted.size());
  }
  Salvaged salvaged;
  for (const FoundRecord& found : records_) salvaged.has_errors_list |= found.in_errors;
  salvaged.records = std::move(records_);
  std::erase_if(quoted_, [](const Span& span) { return span.begin == span.end; });
  salvaged.quoted = std::move(quoted_);
  salvaged.copies = std::move(copies_);
  PickWrapper(&salvaged);
  return salvaged;
}

void Salvager::PickWrapper(Salvaged* salvaged) const {
  std::array<size_t, 3> depths;
  depths.fill(std::string_view::npos);
  for (const WrapperField& field : wrapper_) {
    if (field.depth >= depths[field.kind]) continue;
    depths[field.kind] = field.depth;
    if (field.kind == WrapperField::kBatchId) salvaged->batch_id = IntegerOf(field.value);
    if (field.kind == WrapperField::kStatusCode) salvaged->status_code = IntegerOf(field.value);
    if (field.kind == WrapperField::kTimestamp) salvaged->timestamp = TextOfScalar(field.value);
  }
}

}  // namespace

Salvaged Salvage(std::string_view text, std::string_view copy_key) {
  return Salvager(text).Run(copy_key);
}

Record RecordOf(const FoundRecord& found) {
  Record record = MakeRecord(found);
  const bool stated = found.fields.Has(kResult);
  const std::string result = Text(found.fields, kResult);
  // What the client saved stands in no list of an answer: where it seems to, the list goes on as
  // the client's own.
  const bool in_errors = found.in_errors && !found.client_json;
  Judge(stated ? &result : nullptr, in_errors, &record);
  if (record.voice == Voice::kClientJson && record.error == kNoMessage) record.error.clear();
  return record;
}

}  // namespace analyzer
