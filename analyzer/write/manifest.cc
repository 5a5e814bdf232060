#include "analyzer/write/manifest.h"

#include <vector>

#include "analyzer/base/files.h"
#include "analyzer/extract/json_reader.h"
#include "analyzer/source/own_output.h"
#include "analyzer/source/text.h"

namespace analyzer {
namespace {

constexpr char kManifestName[] = "manifest.json";

}  // namespace

Manifest ReadManifest(const std::filesystem::path& folder) {
  Manifest manifest;
  const std::filesystem::path place = folder / kManifestName;
  std::error_code code;
  if (!std::filesystem::exists(place, code) && !code) return manifest;
  auto bytes = ReadFile(place);
  if (!bytes.ok()) {
    manifest.broken = true;
    manifest.unreadable = bytes.error().message;
    return manifest;
  }
  manifest.ours = IsOwnManifest(bytes.value());
  bytes.value().reserve(bytes.value().size() + kPadding);
  JsonReader reader;
  JsonFields document;
  std::vector<JsonValue> files;
  JsonFields file;
  const bool is_object = reader.ReadObject(bytes.value(), &document);
  const JsonValue* list = is_object ? FindField(document, "files") : nullptr;
  if (list == nullptr || list->kind != JsonKind::kArray || !reader.ReadArray(list->raw, &files)) {
    manifest.broken = manifest.ours || !is_object;
    return manifest;
  }
  for (const JsonValue& entry : files) {
    if (!reader.ReadObject(entry.raw, &file)) continue;
    const JsonValue* source = FindField(file, "source");
    const bool has_source = source != nullptr && source->kind == JsonKind::kObject;
    const std::string path = FieldText(file, "path");
    manifest.files[path] = {path, FieldText(file, "sha256"),
                            has_source ? std::string(source->raw) : ""};
  }
  return manifest;
}

std::string ReferenceOf(const ManifestEntry& entry) {
  std::string json = entry.source_json;
  json.reserve(json.size() + kPadding);
  JsonReader reader;
  JsonFields source;
  std::vector<JsonValue> bytes;
  if (json.empty() || !reader.ReadObject(json, &source)) return "";
  const std::string file = FieldText(source, "file");
  const JsonValue* range = FindField(source, "bytes");
  if (range == nullptr || !reader.ReadArray(range->raw, &bytes) || bytes.empty()) return "";
  return file + "#" + bytes.front().Text();
}

void ManifestWriter::Begin() {
  json_.BeginObject().Key("generator").String("import-analyzer");
  json_.Key("version").Number(1).Key("files").BeginArray();
}

void ManifestWriter::Add(std::string_view path, std::string_view sha256,
                         std::string_view source_json) {
  json_.BeginObject().Key("path").String(path).Key("sha256").String(sha256);
  json_.Key("source");
  source_json.empty() ? json_.Null() : json_.Raw(source_json);
  json_.EndObject();
}

void ManifestWriter::End() { json_.EndArray().EndObject(); }

}  // namespace analyzer
