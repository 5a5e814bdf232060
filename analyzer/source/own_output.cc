#include "analyzer/source/own_output.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "analyzer/base/files.h"
#include "analyzer/base/left_overs.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

constexpr std::array kOwnNames = {"single_failures", "retry_batches", "manifest.json",
                                  "unmatched.json",  "resolved.json", "unanswered.json"};
constexpr std::string_view kGenerator = "\"generator\": \"import-analyzer\"";

// Calls `visit` with each part of a path and the place where it begins.
template <typename Visit>
void ForEachPart(std::string_view path, Visit visit) {
  for (size_t at = 0; at <= path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    visit(path.substr(at, end - at), at);
    at = end + 1;
  }
}

}  // namespace

Result<bool> HasOwnManifest(const fs::path& folder) {
  const fs::path manifest = folder / "manifest.json";
  std::error_code code;
  const fs::file_type type = fs::status(manifest, code).type();
  if (type == fs::file_type::none) return CannotRead(manifest, code.value());
  if (type != fs::file_type::regular) return false;
  const auto bytes = ReadFile(manifest);
  if (!bytes.ok()) return bytes.error();
  return IsOwnManifest(bytes.value());
}

Result<bool> IsInsideOwnOutput(const fs::path& path) {
  for (fs::path at = path; at.has_relative_path(); at = at.parent_path()) {
    if (!IsOutputName(at.filename().string())) continue;
    auto own = HasOwnManifest(at.parent_path());
    if (!own.ok() || own.value()) return own;
  }
  return false;
}

bool IsOwnIndex(const fs::path& path) {
  if (path.filename() != kIndexName) return false;
  for (const char* const tree : {"failed_customers", "failed_households"}) {
    const auto own = HasOwnManifest(path.parent_path() / tree);
    if (!own.ok() || own.value()) return true;
  }
  return false;
}

bool IsLeftOverName(std::string_view name) { return name.starts_with(kLeftOverPrefix); }

bool IsOutputName(std::string_view name) {
  return std::find(kOwnNames.begin(), kOwnNames.end(), name) != kOwnNames.end();
}

bool IsUnfinished(const fs::path& folder) {
  std::error_code code;
  return fs::exists(folder / kUnfinishedMark, code);
}

bool IsOwnOutput(const fs::path& path) {
  const auto own = HasOwnManifest(path);
  return own.ok() && own.value();
}

bool IsOwnManifest(std::string_view bytes) { return bytes.find(kGenerator) < 200; }

std::vector<std::string> FoldersOfOwnNames(std::string_view member) {
  std::vector<std::string> folders;
  ForEachPart(member, [&](std::string_view part, size_t at) {
    if (IsOutputName(part)) folders.emplace_back(member.substr(0, at == 0 ? 0 : at - 1));
  });
  return folders;
}

bool HasLeftOverPart(std::string_view member) {
  bool found = false;
  ForEachPart(member,
              [&](std::string_view part, size_t) { found = found || IsLeftOverName(part); });
  return found;
}

}  // namespace analyzer
