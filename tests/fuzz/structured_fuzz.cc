// Documents, read by structure: cutting, reading of levels, and all that is found in a text.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/bytes.h"
#include "analyzer/extract/json_cutter.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/extract/original_reader.h"
#include "analyzer/source/source_text.h"
#include "tests/fuzz/plain_json.h"
#include "tests/fuzz/property.h"
#include "tests/fuzz/scan_check.h"

namespace analyzer {
namespace {

struct PlainCut {
  CutEnd end_kind = CutEnd::kOpen;
  size_t end = 0;
  std::vector<JsonElement> elements;
};

// The same as CutJson, byte by byte. Only in a string does a backslash escape anything.
PlainCut CutPlainly(std::string_view text, size_t begin) {
  struct Open {
    char bracket;
    size_t at;
    size_t commas;
  };
  PlainCut cut;
  std::vector<Open> open;
  size_t element_depth = 0;
  bool in_string = false;
  for (size_t at = begin; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string && c == '\\') {
      ++at;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '{' || c == '[')) {
      if (c == '{' && element_depth == 0 && !open.empty() && open.back().bracket == '[')
        element_depth = open.size() + 1;
      open.push_back({c, at, 0});
    } else if (!in_string && (c == '}' || c == ']')) {
      cut.end = at;
      cut.end_kind = CutEnd::kMismatch;
      if (open.empty() || open.back().bracket != (c == '}' ? '{' : '[')) return cut;
      if (element_depth == open.size()) {
        element_depth = 0;
        const Open& array = open[open.size() - 2];
        cut.elements.push_back({{open.back().at, at + 1}, array.at, array.commas});
      }
      open.pop_back();
      cut.end = at + 1;
      cut.end_kind = CutEnd::kWhole;
      if (open.empty()) return cut;
    } else if (!in_string && c == ',' && element_depth == 0) {
      ++open.back().commas;
    }
  }
  cut.end_kind = CutEnd::kOpen;
  cut.end = text.size();
  return cut;
}

std::vector<JsonElement> ElementsOf(std::string_view text, const JsonCut& cut, Span array) {
  std::vector<JsonElement> found;
  ArrayElements elements(text, cut, array);
  for (JsonElement element; elements.Next(&element);) found.push_back(element);
  return found;
}

bool Same(const std::vector<JsonElement>& a, const std::vector<JsonElement>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.span == y.span && x.array == y.array && x.position == y.position;
  });
}

// The cutter finds the same elements however it goes about it, and those that are there.
void CheckCut(std::string_view text, size_t begin) {
  const PlainCut plain = CutPlainly(text, begin);
  const JsonCut kept = CutJson(text, begin, false);
  Require(kept.end_kind == plain.end_kind && kept.end == plain.end, "a document ends where it ends",
          text);
  if (plain.end_kind != CutEnd::kWhole) return;
  Require(kept.kept && Same(kept.elements, plain.elements), "all elements are cut", text);
  const JsonCut followed = CutJson(text, begin, false, 0);
  Require(followed.kept == kept.elements.empty(), "none are kept where none may be");
  Require(followed.skeleton.bytes() == kept.skeleton.bytes(), "the skeleton is the same", text);
  for (const JsonElement& element : kept.elements) {
    const PlainCut array = CutPlainly(text, element.array);
    const Span span{element.array, array.end};
    Require(Same(ElementsOf(text, kept, span), ElementsOf(text, followed, span)),
            "elements that are followed are those that were kept", text);
  }
}

// What a level is read as is what a plain parser says.
void CheckLevel(std::string_view text, const PlainJson& plain, JsonReader* reader) {
  if (plain.kind == PlainJson::Kind::kObject) {
    JsonFields fields;
    Require(reader->ReadObject(text, &fields), "an object is read", text);
    Require(fields.size() == plain.keys.size(), "all fields are read", text);
    for (size_t i = 0; i < fields.size(); ++i) {
      const std::string& key = plain.keys[i];
      const PlainJson& value = plain.items[i];
      Require(fields[i].Key() == key && fields[i].Is(key), "a key is read", text);
      Require(fields[i].value.raw == text.substr(value.begin, value.end - value.begin),
              "a value is read", text);
      if (value.kind == PlainJson::Kind::kString || value.kind == PlainJson::Kind::kNumber)
        Require(fields[i].value.Text() == value.text, "a value's text is read", text);
      const PlainJson* const last = plain.Find(key);
      Require(FieldText(fields, key) ==
                  (last->kind == PlainJson::Kind::kString || last->kind == PlainJson::Kind::kNumber
                       ? last->text
                       : ""),
              "of duplicates the last counts", text);
    }
  } else if (plain.kind == PlainJson::Kind::kArray) {
    std::vector<JsonValue> values;
    Require(reader->ReadArray(text, &values), "an array is read", text);
    Require(values.size() == plain.items.size(), "all values are read", text);
    for (size_t i = 0; i < values.size(); ++i) {
      Require(values[i].raw ==
                  text.substr(plain.items[i].begin, plain.items[i].end - plain.items[i].begin),
              "an array's value is read", text);
    }
  }
}

void CheckDocument(std::string_view text) {
  JsonReader reader;
  const auto plain = ParsePlainJson(text);
  if (reader.IsDocument(text)) Require(plain.has_value(), "a document is one", text);
  if (plain && plain->begin == 0 && plain->end == text.size()) CheckLevel(text, *plain, &reader);
}

const char* const kPaths[] = {
    "api_responses/batch_007_success_20251110_080006.json",
    "failed_customers/failed_customers.json",
    "failed_customers/single_failures/CONFLICT/_SUMMARY_CONFLICT.json",
    "retry_batches_20251110_081500/retry_summary.json",
    "response_nok_20251110_081500/batch_00001_status_503.json",
    "any.log",
};

}  // namespace
}  // namespace analyzer

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace analyzer;
  FuzzInput input(data, size);
  const Context context = ContextOfPath(kPaths[input.Below(std::size(kPaths))]);
  const size_t shift = input.Below(67);
  const SourceText source(std::string(input.Rest()));
  const std::string text(source.text());
  std::string padded = text;
  padded.append(kPadding, '\0');
  const std::string_view within = std::string_view(padded).substr(0, text.size());

  size_t bracket = within.find_first_of("{[");
  for (int i = 0; i < 3 && bracket != std::string_view::npos; ++i) {
    CheckCut(within, bracket);
    bracket = within.find_first_of("{[", bracket + 1);
  }
  CheckDocument(within);

  const Found found = ScanAndCheck(text, context);
  const std::string told = TextOf(found, 0);
  Require(told == TextOf(ScanAndCheck(text, context, '"'), 0),
          "what stands behind a text does not matter", text);
  const std::string moved(shift, '\n');
  const std::string moved_told =
      TextOf(ScanAndCheck(moved + text, context, '}'), static_cast<long>(shift));
  Require(
      told == moved_told, "where a text begins in a file does not matter",
      told + "-- moved by " + std::to_string(shift) + " --\n" + moved_told + "-- in --\n" + text);
  return 0;
}
