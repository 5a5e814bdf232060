#include "analyzer/write/verify_json.h"

#include <map>

#include "analyzer/write/json_text.h"

namespace analyzer {
namespace {

void WriteFinding(JsonWriter& json, const Finding& finding) {
  json.BeginObject().Key("kind").String(TextOf(finding.kind).name);
  json.Key("file").StringOrNull(finding.file);
  json.Key("position").NumberOrNull(finding.position);
  json.Key("reason").StringOrNull(finding.reason);
  json.Key("customerId").StringOrNull(finding.customer_id);
  json.Key("username").StringOrNull(finding.username);
  json.Key("what").String(finding.what);
  json.Key("evidence").BeginArray();
  for (const Witness& evidence : finding.evidence) {
    json.BeginObject().Key("file").String(evidence.file);
    json.Key("line").NumberOrNull(evidence.line);
    json.Key("byte").NumberOrNull(evidence.byte);
    json.Key("says").StringOrNull(evidence.says).EndObject();
  }
  json.EndArray().Key("remedy").String(TextOf(finding.kind).remedy).EndObject();
}

void WriteFindings(JsonWriter& json, std::string_view key, const std::vector<Finding>& findings) {
  json.Key(key).BeginArray();
  for (const Finding& finding : findings) WriteFinding(json, finding);
  json.EndArray();
}

void WriteCounts(JsonWriter& json, const std::vector<Finding>& faults) {
  std::map<FindingKind, int64_t> counts;
  for (const Finding& finding : faults) ++counts[finding.kind];
  json.Key("counts").BeginObject();
  for (const auto& [kind, count] : counts) json.Key(TextOf(kind).name).Number(count);
  json.EndObject();
}

}  // namespace

std::string VerifyJson(const std::string& tree, const Verification& result) {
  JsonWriter json;
  json.BeginObject().Key("generator").String("import-analyzer");
  json.Key("tree").String(tree);
  json.Key("single_files").Number(result.single_files);
  json.Key("retry_batches").Number(result.retry_batches);
  json.Key("records").Number(result.records);
  json.Key("as_sent").Number(result.as_sent);
  json.Key("proved").Number(result.proved);
  WriteCounts(json, result.faults);
  WriteFindings(json, "findings", result.faults);
  WriteFindings(json, "notes", result.notes);
  json.EndObject();
  return json.Take();
}

}  // namespace analyzer
