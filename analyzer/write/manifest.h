#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace analyzer {

struct ManifestEntry {
  std::string path;  // relative to the output folder
  std::string sha256;
  std::string source_json;  // where its item comes from; empty where it holds none, or several
};

// What manifest.json, and manifest.json.new beside it, list in a folder.
struct Manifest {
  bool ours = false;                           // there is one, and this program wrote it
  bool broken = false;                         // manifest.json is there, and cannot be read
  std::map<std::string, ManifestEntry> files;  // by path
};

Manifest ReadManifest(const std::filesystem::path& folder);

// `FILE#BYTE` of the original that a written file holds; empty where it holds none, or several.
std::string ReferenceOf(const ManifestEntry& entry);

// The text of manifest.json.
std::string ManifestDocument(const std::vector<ManifestEntry>& entries);

}  // namespace analyzer
