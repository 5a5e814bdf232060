#include "analyzer/extract/document_reader.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/bytes.h"
#include "analyzer/base/helper_threads.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/answer_keys.h"
#include "analyzer/extract/client_json.h"
#include "analyzer/extract/json_string.h"
#include "analyzer/extract/original_reader.h"
#include "analyzer/extract/originals_ahead.h"
#include "analyzer/extract/record_of_fields.h"
#include "analyzer/extract/salvage.h"

namespace analyzer {

struct DocumentReader::Node {
  Span span;  // in the skeleton
  JsonKind kind = JsonKind::kObject;
  JsonFields fields;              // of an object
  std::vector<JsonValue> texts;   // an array's strings
  std::vector<std::string> keys;  // of the children
  std::vector<Node> children;     // objects and arrays
  bool too_deep = false;          // what it holds was not looked at
};

struct DocumentReader::Document {
  const Region& region;
  const JsonCut& cut;
  Region skeleton;
};

namespace {

constexpr std::string_view kTooDeep = "nested too deep, not searched";

constexpr size_t kItemsOfBatch = 100;  // at most, as the API takes them

// Bytes of an array from which on it is worth to wake other threads.
constexpr size_t kMuch = size_t{1} << 20;

bool OpensBracket(char c) { return c == '{' || c == '['; }

bool MayHoldJson(std::string_view raw_string) {
  return raw_string.find("\\\"") != std::string_view::npos &&
         raw_string.find('{') != std::string_view::npos;
}

// A problem object (RFC 7807) lists what is wrong with a request under `errors`, not customers.
bool IsProblem(const JsonFields& fields) {
  return HasKey(fields, "title") && HasKey(fields, "status");
}

// Where a view into a region's text stands.
Span PlaceIn(const Region& region, std::string_view raw) {
  const auto begin = static_cast<size_t>(raw.data() - region.text.data());
  return {begin, begin + raw.size()};
}

// Records of an answer so far.
int64_t CountOf(const Response& response) {
  return response.told_before + static_cast<int64_t>(response.records.size());
}

Response NewResponse(const Context& context, Span span) {
  Response response;
  response.batch = context.batch;
  response.time = context.time;
  response.time_of_day = context.time_of_day;
  response.status = context.status;
  response.quoted = context.quoted;
  response.span = span;
  return response;
}

}  // namespace

DocumentReader::DocumentReader(Sink* sink, SearchText search_text)
    : sink_(sink), search_text_(std::move(search_text)) {}

std::optional<JsonCut> DocumentReader::CutSound(const Region& region, Span span) {
  if (!reader_.Prepare(region.text.substr(span.begin, span.size()))) return std::nullopt;
  const JsonTokens& tokens = reader_.prepared_tokens();
  if (tokens.Behind(0) == tokens.count() && OpensBracket(tokens.First(0)))
    return CutByTokens(region.text, span.begin, tokens);
  Forget();
  return std::nullopt;
}

bool DocumentReader::Read(const Region& region, size_t begin, const JsonCut& cut,
                          const Context& context) {
  if (context.depth > kMaxNesting) {
    sink_->OnRepair(kTooDeep, region.ToSource({begin, cut.end}));
    return true;
  }
  const Document document{region, cut, {cut.skeleton.bytes(), &cut.skeleton, &region}};
  Node root;
  const std::string_view text = Trim(document.skeleton.text);
  const JsonKind kind = text.front() == '{' ? JsonKind::kObject : JsonKind::kArray;
  const size_t repaired = reader_.repaired();
  if (!BuildNode(document, {kind, text}, 0, &root)) return false;
  // What this program wrote of failures is no source of them.
  if (FieldText(root.fields, "generator") == "import-analyzer") return true;
  Response response = NewResponse(context, region.ToSource({begin, cut.end}));
  ReadNode(document, root, "", context, &response);
  Tell(&response);
  if (reader_.repaired() != repaired) {
    sink_->OnRepair("control characters in strings", region.ToSource({begin, cut.end}));
  }
  return true;
}

bool DocumentReader::BuildNode(const Document& document, const JsonValue& value, int depth,
                               Node* node) {
  const auto begin = static_cast<size_t>(value.raw.data() - document.skeleton.text.data());
  node->span = {begin, begin + value.raw.size()};
  node->kind = value.kind;
  node->too_deep = depth > kMaxNesting;
  if (node->too_deep) return true;
  if (value.kind == JsonKind::kObject) {
    if (!reader_.ReadObject(value, &node->fields)) return false;
    for (const JsonField& field : node->fields) {
      if (field.value.kind != JsonKind::kObject && field.value.kind != JsonKind::kArray) continue;
      node->keys.push_back(field.Key());
      node->children.emplace_back();
      if (!BuildNode(document, field.value, depth + 1, &node->children.back())) return false;
    }
    return true;
  }
  // An array of elements only, which stand in the skeleton as `0`, needs no look.
  if (value.raw.find_first_not_of("0,] \t\r\n", 1) == std::string_view::npos) return true;
  std::vector<JsonValue> items;
  if (!reader_.ReadArray(value, &items)) return false;
  for (const JsonValue& item : items) {
    if (item.kind == JsonKind::kString) node->texts.push_back(item);
    if (item.kind != JsonKind::kArray) continue;
    node->children.emplace_back();
    if (!BuildNode(document, item, depth + 1, &node->children.back())) return false;
  }
  return true;
}

void DocumentReader::ReadNode(const Document& document, const Node& node, std::string_view key,
                              Context context, Response* list_owner) {
  if (node.too_deep) {
    sink_->OnRepair(kTooDeep, document.region.ToSource(document.cut.skeleton.Origin(node.span)));
    return;
  }
  if (node.kind == JsonKind::kObject) {
    ReadObject(document, node, std::move(context));
    return;
  }
  ReadList(document, node, key, context, list_owner);
  for (const JsonValue& text : node.texts) SearchString(text, document.skeleton, context);
  for (const Node& child : node.children) ReadNode(document, child, key, context, list_owner);
}

void DocumentReader::ReadObject(const Document& document, const Node& node, Context context) {
  // Read again where it stands: in the skeleton its lists are empty.
  const Span span = document.cut.skeleton.Origin(node.span);
  const std::string_view raw = Trim(document.region.text.substr(span.begin, span.size()));
  Response response = NewResponse(context, document.region.ToSource(span));
  JsonFields fields = node.fields;
  AddToContext(node.fields, &context);
  if (!HoldsResults(node.fields) &&
      ReadItem(document, raw, fields, "", std::nullopt, context, &response)) {
    Tell(&response);
    return;
  }
  response.batch = context.batch;
  response.time = context.time;
  response.status = context.status;
  std::vector<ClientFact> facts;
  const int64_t originals_before = originals_;
  for (size_t i = 0; i < node.children.size(); ++i) {
    if (node.keys[i] == "errors" && IsProblem(node.fields)) continue;
    if (ReadClientValue(document, node, i, context, &facts)) continue;
    ReadNode(document, node.children[i], node.keys[i], context, &response);
  }
  for (const JsonField& field : node.fields) {
    if (field.value.kind == JsonKind::kString) {
      SearchString(field.value, document.skeleton, context);
    }
  }
  Tell(&response);
  TellFacts(document, facts, originals_before);
  TellSavedError(document, node, context);
  TellSummary(document, node, context);
}

// How many the client says it saved for one reason.
void DocumentReader::TellSummary(const Document& document, const Node& node,
                                 const Context& context) {
  if (context.failure_reason.empty() || context.in_log || document.region.map != nullptr) return;
  for (const char* const key : {"total_customers", "total_households"}) {
    const auto total = IntegerField(node.fields, key);
    if (!total) continue;
    LogFact fact;
    fact.fact = Fact::kSummaryFile;
    fact.pattern = "summary_file";
    fact.count = *total;
    fact.path = context.failure_reason;
    fact.households = std::string_view(key) == "total_households";
    sink_->OnLogFact(fact, context.time, std::nullopt,
                     document.region.ToSource(document.cut.skeleton.Origin(node.span)));
  }
}

// A saved answer that is no success holds no results.
void DocumentReader::TellSavedError(const Document& document, const Node& node,
                                    const Context& context) {
  constexpr int64_t kFirstError = 300;
  if (!HasKey(node.fields, kResponseData) && !HasKey(node.fields, "response_type")) return;
  if (context.in_log || document.region.map != nullptr) return;
  if (!context.batch || context.status.value_or(0) < kFirstError) return;
  LogFact fact;
  fact.fact = Fact::kSavedError;
  fact.pattern = "saved_error";
  fact.batch = *context.batch;
  fact.status = *context.status;
  sink_->OnLogFact(fact, context.time, context.time_of_day,
                   document.region.ToSource(document.cut.skeleton.Origin(node.span)));
}

// What the client keeps under a child's key: facts, copies of what was sent. True where nothing
// else is to be searched there.
bool DocumentReader::ReadClientValue(const Document& document, const Node& node, size_t child,
                                     const Context& context, std::vector<ClientFact>* facts) {
  const std::string& key = node.keys[child];
  const Span span = document.cut.skeleton.Origin(node.children[child].span);
  const std::string_view raw = Trim(document.region.text.substr(span.begin, span.size()));
  if (IsCopyKey(key)) {
    TellCopies(document.region, key, {node.children[child].kind, raw}, std::nullopt);
    return true;
  }
  // Only the file itself is what the client wrote; a text that quotes it is not.
  if (context.in_log || document.region.map != nullptr) return false;
  auto found = ReadClientFacts(key, raw, {node.fields, context.folder, context.name}, &reader_);
  const bool any = !found.empty();
  std::move(found.begin(), found.end(), std::back_inserter(*facts));
  // The body beside `error_info` is searched as the saved answer is. The other texts bear no time
  // of the answer, or are of batches that were never sent.
  return any && key != "error_info";
}

void DocumentReader::TellFacts(const Document& document, std::vector<ClientFact>& facts,
                               int64_t originals_before) {
  for (ClientFact& found : facts) {
    if (found.fact.path.empty() && originals_ > originals_before) {
      found.fact.first = originals_before;
      found.fact.last = originals_;
    }
    sink_->OnLogFact(found.fact, found.time, std::nullopt,
                     document.region.ToSource(PlaceIn(document.region, found.raw)));
  }
}

void DocumentReader::ReadList(const Document& document, const Node& node, std::string_view key,
                              const Context& context, Response* response) {
  const int64_t originals_before = originals_;
  const int64_t records_before = CountOf(*response);
  const int64_t elements =
      ReadElements(document, document.cut.skeleton.Origin(node.span), key, context, response);
  const int64_t records = CountOf(*response) - records_before;
  originals_ = originals_before + elements;
  if (records == 0) return;
  if (key == "errors") {
    response->has_errors_list = true;
  } else {
    response->listed = response->listed == -1 ? records : -2;
  }
}

// How many there are. Other threads read the originals of a large array, if there are any to help.
// Out of a log, or of a text that stood escaped, no original counts by its place.
int64_t DocumentReader::ReadElements(const Document& document, Span array, std::string_view key,
                                     const Context& context, Response* response) {
  ArrayElements elements(document.region.text, document.cut, array);
  const int64_t originals_before = originals_;
  const auto read = [&] { return originals_ - originals_before; };
  if (array.size() >= kMuch && !context.in_log && document.region.map == nullptr) {
    const HelperThreads helpers;
    if (helpers.count() > 0) {
      OriginalsAhead ahead(document.region.text, &elements, helpers.count());
      while (auto row = ahead.Next()) ReadRow(document, &*row, key, context, response);
      return read();
    }
  }
  for (ElementRow row; elements.NextRow(&row.elements);)
    ReadRow(document, &row, key, context, response);
  return read();
}

// Also what cannot be read takes a place in the batch.
void DocumentReader::ReadRow(const Document& document, ElementRow* row, std::string_view key,
                             const Context& context, Response* response) {
  const int64_t originals_before = originals_;
  const size_t begin = row->elements.front().span.begin;
  const std::string_view text =
      document.region.text.substr(begin, row->elements.back().span.end - begin);
  const auto is_read = [](const auto& original) { return original.has_value(); };
  const bool all_read = !row->originals.empty() && std::ranges::all_of(row->originals, is_read);
  const bool prepared = all_read || reader_.IsPrepared(text);
  if (!prepared) reader_.Prepare(text);
  for (size_t i = 0; i < row->elements.size(); ++i) {
    originals_ = originals_before + static_cast<int64_t>(i);
    const JsonElement& element = row->elements[i];
    if (i < row->originals.size() && row->originals[i]) {
      row->originals[i]->span = document.region.ToSource(element.span);
      row->originals[i]->position = originals_;
      sink_->OnOriginal(*row->originals[i]);
    } else {
      ReadElement(document, element, key, context, response);
    }
  }
  if (!prepared) Forget();
  originals_ = originals_before + static_cast<int64_t>(row->elements.size());
}

void DocumentReader::ReadElement(const Document& document, const JsonElement& element,
                                 std::string_view key, const Context& context, Response* response) {
  const std::string_view raw = document.region.text.substr(element.span.begin, element.span.size());
  JsonFields fields = std::move(spare_fields_);
  const bool readable = reader_.ReadObject(raw, &fields);
  const auto position = static_cast<int64_t>(element.position);
  const bool told = readable && ReadItem(document, raw, fields, key, position, context, response);
  spare_fields_ = std::move(fields);
  if (told) return;
  if (!readable) {
    response->whole = false;
    ReadBroken(document.region, element.span, context);
    return;
  }
  Context inner = context;
  ++inner.depth;
  const JsonCut cut = CutJson(document.region.text, element.span.begin, false);
  if (!Read(document.region, element.span.begin, cut, inner)) {
    ReadBroken(document.region, element.span, context);
  }
}

bool DocumentReader::ReadItem(const Document& document, std::string_view raw, JsonFields& fields,
                              std::string_view key, std::optional<int64_t> position,
                              const Context& context, Response* response) {
  const bool told = TellItem(document, raw, fields, key, position, context, response);
  if (told) TellRepairs(document, raw, fields);
  return told;
}

// What a strict reader would refuse or read otherwise in an item.
void DocumentReader::TellRepairs(const Document& document, std::string_view raw,
                                 const JsonFields& fields) {
  const Span span = PlaceIn(document.region, raw);
  bool repaired = false;
  if (raw.find('\\') != std::string_view::npos) DecodeJsonString(raw, &repaired);
  if (repaired) {
    sink_->OnRepair("an escape that is none, or half of a surrogate pair",
                    document.region.ToSource(span));
  }
  if (fields.HasKeyTwice()) {
    sink_->OnRepair("a key that comes twice, of which the last counts",
                    document.region.ToSource(span));
  }
}

bool DocumentReader::TellItem(const Document& document, std::string_view raw, JsonFields& fields,
                              std::string_view key, std::optional<int64_t> position,
                              const Context& context, Response* response) {
  if (IsOriginal(fields)) {
    if (!position && !reader_.ReadObject(raw, &fields)) return false;
    // Another document may have come into the middle of it.
    if (!TellOriginal(document, raw, fields, context.in_log))
      ReadBroken(document.region, PlaceIn(document.region, raw), context);
    return true;
  }
  Record record = RecordOfFields(fields, key, position.has_value(), context);
  if (!IsRecord(fields, record, key, position.has_value())) return false;
  if (!position) {
    if (!reader_.ReadObject(raw, &fields)) return false;
    record = RecordOfFields(fields, key, false, context);
  }
  record.position = position;
  record.span = document.region.ToSource(PlaceIn(document.region, raw));
  TellRecord(document, &record, fields, response);
  SearchBroken(document, fields, context);
  return true;
}

bool DocumentReader::IsBroken(const JsonValue& value) {
  const bool nests = value.kind == JsonKind::kObject || value.kind == JsonKind::kArray;
  // What was read from tokens is well-formed.
  if (!nests || value.text_number != 0) return false;
  std::string text(value.raw);
  text.reserve(text.size() + kPadding);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return !reader_.IsWellFormed(text);
}

void DocumentReader::SearchBroken(const Document& document, const JsonFields& fields,
                                  const Context& context) {
  for (const JsonField& field : fields) {
    if (!IsBroken(field.value)) continue;
    const std::string key = field.Key();
    ReadBroken(document.region, PlaceIn(document.region, field.value.raw), context,
               IsCopyKey(key) ? key : "");
  }
}

void DocumentReader::Add(Record&& record, Response* response) {
  if (response->records.empty()) response->records.reserve(kItemsOfBatch);
  response->records.push_back(std::move(record));
  if (response->records.size() < kMostTogether) return;
  std::vector<Record> records = std::exchange(response->records, {});
  response->told_before += static_cast<int64_t>(records.size());
  Response part = *response;
  part.listed = -1;
  part.told_before -= static_cast<int64_t>(records.size());
  part.records = std::move(records);
  sink_->OnResponse(std::move(part));
}

void DocumentReader::Tell(Response* response) {
  if (response->told_before > 0) response->listed = -1;
  if (!response->records.empty()) sink_->OnResponse(std::move(*response));
}

void DocumentReader::TellRecord(const Document& document, Record* record, const JsonFields& fields,
                                Response* response) {
  if (record->voice == Voice::kResponse) {
    Add(std::move(*record), response);
    return;
  }
  const auto batch = BatchOfRecord(fields, &reader_);
  sink_->OnRecord(*record, batch, std::nullopt);
  for (const JsonField& field : fields) {
    const std::string key = field.Key();
    // What is broken is salvaged, not read twice.
    if (IsCopyKey(key) && !IsBroken(field.value))
      TellCopies(document.region, key, field.value, batch);
  }
}

bool DocumentReader::TellOriginal(const Document& document, std::string_view raw,
                                  const JsonFields& fields, bool nested) {
  const Span span = document.region.ToSource(PlaceIn(document.region, raw));
  auto original = ReadOriginal(raw, fields, &reader_);
  // It is written as it was sent, so it must be JSON in all that is in it.
  if (!original || !reader_.IsSound(raw)) {
    sink_->OnRepair("an original that cannot be read, left out", span);
    return false;
  }
  original->span = span;
  original->position = nested ? -1 : originals_++;
  // Out of an unescaped or pieced-together text, its bytes are not in the file as they were sent.
  original->nested = nested;
  if (document.region.map == nullptr) sink_->OnOriginal(*original);
  return true;
}

// The customer, or the batch of them, that the client put into its own record.
void DocumentReader::TellCopies(const Region& region, std::string_view key, const JsonValue& value,
                                std::optional<int64_t> batch) {
  if (key == "originalData") {
    TellCopy(region, value, {}, {});
    return;
  }
  // Each failure of a batch holds all of it.
  const std::string number = batch ? std::to_string(*batch) : "";
  if (!batches_told_.insert(number + "#" + ValueHash(value.raw)).second) return;
  JsonValue list = value;
  JsonFields fields;
  if (value.kind == JsonKind::kObject) {
    if (!reader_.ReadObject(value, &fields)) return;
    for (const char* const held : {"customers", "households", "data"}) {
      const JsonValue* found = FindField(fields, held);
      if (found != nullptr && found->kind == JsonKind::kArray) list = *found;
    }
  }
  std::vector<JsonValue> items;
  if (list.kind != JsonKind::kArray || !reader_.ReadArray(list, &items)) return;
  for (size_t i = 0; i < items.size(); ++i)
    TellCopy(region, items[i], batch, static_cast<int64_t>(i));
}

void DocumentReader::TellCopy(const Region& region, const JsonValue& value,
                              std::optional<int64_t> batch, std::optional<int64_t> position) {
  JsonFields fields;
  if (value.kind != JsonKind::kObject || !reader_.ReadObject(value, &fields) ||
      !IsOriginal(fields)) {
    return;
  }
  auto original = ReadOriginal(value.raw, fields, &reader_);
  if (!original || !reader_.IsSound(value.raw)) return;
  original->span = region.ToSource(PlaceIn(region, value.raw));
  original->position = -1;
  original->nested = true;
  original->escaped = region.map != nullptr;
  if (original->escaped) original->version = ValueHash(value.raw);
  original->batch_number = batch;
  original->batch_position = position;
  // What is cut from the file again must be what stands here.
  const std::string_view slice =
      region.SourceText().substr(original->span.begin, original->span.size());
  if (region.map == nullptr || CutOriginal(slice, original->version)) sink_->OnOriginal(*original);
}

void DocumentReader::SearchString(const JsonValue& value, const Region& where,
                                  const Context& context) {
  if (!MayHoldJson(value.raw) || context.depth >= kMaxNesting) return;
  const auto begin = static_cast<size_t>(value.raw.data() - where.text.data());
  const MappedText unescaped = UnescapeJson(value.raw.substr(1, value.raw.size() - 2), begin + 1);
  Context inner = context;
  ++inner.depth;
  inner.quoted = true;
  search_text_({unescaped.bytes(), &unescaped, &where}, inner);
}

void DocumentReader::ReadBroken(const Region& region, Span span, const Context& context,
                                const std::string& copy_key) {
  const Salvaged salvaged = Salvage(region.text.substr(span.begin, span.size()), copy_key);
  sink_->OnRepair("a broken document", region.ToSource(span));
  const auto to_source = [&](Span found) {
    return region.ToSource({span.begin + found.begin, span.begin + found.end});
  };
  Response response = NewResponse(context, region.ToSource(span));
  response.whole = false;
  response.has_errors_list = salvaged.has_errors_list;
  Context inner = context;
  ++inner.depth;
  if (salvaged.batch_id) inner.batch = response.batch = salvaged.batch_id;
  if (salvaged.status_code) inner.status = response.status = salvaged.status_code;
  if (const auto time = ParseCompactTime(salvaged.timestamp)) inner.time = response.time = time;
  for (const FoundRecord& found : salvaged.records) {
    Record record = RecordOf(found);
    record.span = to_source(record.span);
    if (record.voice == Voice::kResponse) {
      Add(std::move(record), &response);
    } else {
      sink_->OnRecord(record, std::nullopt, std::nullopt);
    }
  }
  Tell(&response);
  for (const Span copy : salvaged.copies) {
    TellCopy(region, {JsonKind::kObject, region.text.substr(span.begin + copy.begin, copy.size())},
             {}, {});
  }
  for (const Span quoted : salvaged.quoted) {
    if (inner.depth > kMaxNesting) break;
    const MappedText unescaped = UnescapeJson(
        region.text.substr(span.begin + quoted.begin, quoted.size()), span.begin + quoted.begin);
    search_text_({unescaped.bytes(), &unescaped, &region}, inner);
  }
}

}  // namespace analyzer
