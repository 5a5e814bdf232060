#include "analyzer/cli/decisions.h"

#include <algorithm>
#include <iterator>

#include "analyzer/base/files.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/source/text.h"

namespace analyzer {

Result<std::vector<Decision>> ReadDecisions(const std::string& path) {
  std::vector<Decision> decisions;
  auto bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.error();
  bytes.value().reserve(bytes.value().size() + kPadding);
  JsonReader reader;
  JsonFields document;
  const Error wrong{
      path + " is no file of decisions: it is a copy of unmatched.json with `decision` filled in"};
  if (!reader.ReadObject(bytes.value(), &document) || FindField(document, "failures") == nullptr)
    return wrong;
  for (const char* const key : {"failures", "decided"}) {
    const JsonValue* list = FindField(document, key);
    std::vector<JsonValue> entries;
    if (list == nullptr) continue;
    if (list->kind != JsonKind::kArray || !reader.ReadArray(list->raw, &entries)) return wrong;
    for (const JsonValue& entry : entries) {
      JsonFields fields;
      if (!reader.ReadObject(entry.raw, &fields)) return wrong;
      const std::string original = FieldText(fields, "decision");
      if (!original.empty()) decisions.push_back({FieldText(fields, "failure"), original});
    }
  }
  return decisions;
}

Status ReadAllDecisions(const std::vector<std::string>& paths, std::vector<Decision>* decisions) {
  for (const std::string& path : paths) {
    auto read = ReadDecisions(path);
    if (!read.ok()) return read.error();
    std::move(read.value().begin(), read.value().end(), std::back_inserter(*decisions));
  }
  return {};
}

}  // namespace analyzer
