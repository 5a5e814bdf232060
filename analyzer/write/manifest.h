#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "analyzer/write/json_text.h"

namespace analyzer {

struct ManifestEntry {
  std::string path;  // relative to the output folder
  std::string sha256;
  std::string source_json;  // where its item comes from; empty where it holds none, or several
};

// What the manifest.json of a folder lists.
struct Manifest {
  bool ours = false;       // there is one, and this program wrote it
  bool broken = false;     // manifest.json is there, and is no list of files
  std::string unreadable;  // it is there, and the system cannot read it: the error; else empty
  std::map<std::string, ManifestEntry> files;  // by path
};

Manifest ReadManifest(const std::filesystem::path& folder);

// `FILE#BYTE` of the original that a written file holds; empty where it holds none, or several.
std::string ReferenceOf(const ManifestEntry& entry);

// Writes manifest.json, an entry after the other: first Begin, last End.
class ManifestWriter {
 public:
  // *json must outlive this.
  explicit ManifestWriter(JsonWriter* json) : json_(*json) {}
  void Begin();
  void Add(std::string_view path, std::string_view sha256, std::string_view source_json);
  void End();

 private:
  JsonWriter& json_;
};

}  // namespace analyzer
