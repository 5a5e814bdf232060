#include "analyzer/audit/tree_reading.h"

#include <utility>

#include "analyzer/audit/importable.h"
#include "analyzer/audit/summary_reading.h"
#include "analyzer/base/digest.h"
#include "analyzer/base/files.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/extract/original_reader.h"
#include "analyzer/source/source_text.h"
#include "analyzer/source/text.h"

namespace analyzer {
namespace {

// `customer_ID_USERNAME.json`: the id, as far as the first `_`. Empty where the name tells none.
std::string IdInName(const std::string& name) {
  const size_t begin = name.find('_') + 1;
  if (begin == 0) return "";
  const size_t end = name.find_first_of("_.", begin);
  const std::string id = name.substr(begin, end - begin);
  return id == "NOID" || id == "None" ? "" : id;
}

class Reader {
 public:
  explicit Reader(TreeFiles files) {
    tree_.bases = std::move(files.bases);
    tree_.files = std::move(files.files);
    tree_.of_all = files.of_all;
  }

  Tree Read() {
    for (size_t i = 0; i < tree_.files.size(); ++i) ReadOne(i);
    return std::move(tree_);
  }

 private:
  void ReadOne(size_t number) {
    TreeFile& file = tree_.files[number];
    auto bytes = ReadFile(file.path);
    is_json_ = true;
    if (!bytes.ok())
      return TellFault(FileFault::Kind::kCannotBeRead, number, bytes.error().message);
    file.sha256 = Sha256(bytes.value());
    if (file.kind == TreeFileKind::kOther) return;
    const SourceText source(std::move(bytes.value()));
    text_ = source.text();
    is_json_ = json_.IsDocument(text_);
    // An item may be read nevertheless, and then it is told what it is.
    if (!is_json_)
      TellFault(FileFault::Kind::kNotJson, number, "it is no well-formed JSON document");
    switch (file.kind) {
      case TreeFileKind::kSingle:
      case TreeFileKind::kRetryBatch:
        return ReadRequest(number);
      case TreeFileKind::kRecords:
        return ReadRecords(number);
      case TreeFileKind::kSummary:
        return ReadInto(number, ReadSummary, &tree_.summaries);
      case TreeFileKind::kRetrySummary:
        return ReadInto(number, ReadRetrySummary, &tree_.retry_summaries);
      case TreeFileKind::kOther:
        return;
    }
  }

  void TellFault(FileFault::Kind kind, size_t file, std::string what) {
    if (!is_json_ && kind != FileFault::Kind::kNotJson) return;
    tree_.faults.push_back({kind, file, std::move(what)});
  }

  template <typename Claims, typename ReadClaim>
  void ReadInto(size_t number, ReadClaim read, Claims* claims) {
    auto claim = read(text_, &json_);
    if (!claim) return;
    claim->file = number;
    claims->push_back(std::move(*claim));
  }

  // `{"data": [customers]}` or `{"households": [households]}`.
  void ReadRequest(size_t number) {
    JsonFields document;
    if (!json_.ReadObject(text_, &document)) {
      return TellFault(FileFault::Kind::kNotImportable, number,
                       "it is no object with data or households");
    }
    const bool household = FindField(document, "households") != nullptr;
    const JsonValue* list = FindField(document, household ? "households" : "data");
    if (list == nullptr) {
      return TellFault(FileFault::Kind::kNotImportable, number,
                       "it has neither data nor households");
    }
    std::vector<JsonValue> items;
    if (list->kind == JsonKind::kArray) json_.ReadArray(list->raw, &items);
    if (items.empty()) return TellFault(FileFault::Kind::kEmpty, number, "it holds nobody");
    if (items.size() > kMostItems) {
      TellFault(FileFault::Kind::kNotImportable, number,
                "it holds " + std::to_string(items.size()) + " items; the API takes 100 at a time");
    }
    const bool single = tree_.files[number].kind == TreeFileKind::kSingle;
    for (size_t i = 0; i < items.size(); ++i) {
      TreeClaim claim;
      claim.file = number;
      if (!single || items.size() > 1) claim.position = static_cast<int64_t>(i);
      if (single) claim.named_id = IdInName(tree_.files[number].path.filename().string());
      ReadItem(items[i], household, &claim);
      tree_.claims.push_back(std::move(claim));
    }
  }

  // failed_customers.json: what the client recorded of each failure.
  void ReadRecords(size_t number) {
    std::vector<JsonValue> records;
    if (!json_.ReadArray(text_, &records))
      return TellFault(FileFault::Kind::kNotImportable, number, "it is no list of records");
    JsonFields fields;
    for (size_t i = 0; i < records.size(); ++i) {
      if (!json_.ReadObject(records[i].raw, &fields)) continue;
      TreeClaim claim;
      claim.file = number;
      claim.position = static_cast<int64_t>(i);
      claim.reason = Upper(FieldText(fields, "result"));
      if (claim.reason.empty()) claim.reason = kUnknown;
      claim.named_id = FieldText(fields, "customerId");
      claim.named_username = UndoLiteralEscapes(FieldText(fields, "username"));
      const JsonValue* item = FindField(fields, "originalData");
      ReadItem(item == nullptr ? JsonValue{} : *item, tree_.bases[BaseOf(number)].household,
               &claim);
      tree_.claims.push_back(std::move(claim));
    }
  }

  size_t BaseOf(size_t file) const { return tree_.files[file].base; }

  void ReadItem(const JsonValue& value, bool household, TreeClaim* claim) {
    claim->household = household;
    claim->state =
        value.kind == JsonKind::kNull ? TreeClaim::State::kNull : TreeClaim::State::kNoItem;
    JsonFields fields;
    if (value.kind != JsonKind::kObject || !json_.ReadObject(value.raw, &fields)) return;
    if (fields.empty()) {
      claim->state = TreeClaim::State::kNull;
      return;
    }
    const auto begin = static_cast<size_t>(value.raw.data() - text_.data());
    claim->span = {begin, begin + value.raw.size()};
    claim->faults = household ? FaultsOfHousehold(fields) : FaultsOfCustomer(fields, &json_);
    const auto original = ReadOriginal(value.raw, fields, &json_);
    if (!original || !IsOriginal(fields)) return;
    claim->state = TreeClaim::State::kItem;
    claim->household = original->household;
    claim->id = original->id;
    claim->username = original->username;
    claim->name = original->Name();
    claim->customer = CustomerKey(*original);
    claim->version = ValueHash(value.raw);
    claim->change_type = original->change_type;
  }

  Tree tree_;
  JsonReader json_;
  std::string_view text_;  // of the file at hand
  bool is_json_ = true;    // whether it is well-formed
};

}  // namespace

Tree ReadTree(TreeFiles files) { return Reader(std::move(files)).Read(); }

std::string ItemText(const Tree& tree, const TreeClaim& claim) {
  auto bytes = ReadFile(tree.files[claim.file].path);
  if (!bytes.ok()) return "";
  const SourceText source(std::move(bytes.value()));
  if (source.text().size() < claim.span.end) return "";
  std::string item(source.text().substr(claim.span.begin, claim.span.size()));
  item.reserve(item.size() + kPadding);
  return item;
}

}  // namespace analyzer
