#include "analyzer/cli/dry_run.h"

#include <cstdio>
#include <system_error>
#include <vector>

#include "analyzer/cli/console.h"
#include "analyzer/write/terminal_text.h"

namespace analyzer {
namespace {

std::string Paths(const char* what, const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) text += std::string(what) + " " + TerminalText(path) + "\n";
  return text;
}

}  // namespace

void AddFile(const std::filesystem::path& path, const std::filesystem::path& out,
             Changes* changes) {
  std::error_code code;
  const bool there = std::filesystem::exists(path, code);
  const std::string inside = path.lexically_relative(out).string();
  const bool outside = inside.empty() || inside.starts_with("..");
  (there ? changes->replaced : changes->fresh).push_back(outside ? path.string() : inside);
}

void TellDryRun(const Changes& changes, const std::string& out, bool json) {
  const auto n = [](const std::vector<std::string>& paths) { return std::to_string(paths.size()); };
  const std::string text = "dry run, nothing was written. In " + TerminalText(out) +
                           " there would be " + n(changes.fresh) + " new files, " +
                           n(changes.replaced) + " replaced, " + n(changes.removed) +
                           " removed and " + std::to_string(changes.unchanged) + " as they are\n" +
                           Paths("move   ", changes.moved) + Paths("new    ", changes.fresh) +
                           Paths("replace", changes.replaced) + Paths("remove ", changes.removed);
  if (json) {
    Console::Get().Report("\n" + text);
  } else {
    Console::Get().HideProgress();
    std::fputs(text.c_str(), stdout);
  }
}

void WriteDryRun(JsonWriter& json, const Changes& changes) {
  json.Key("dry_run").BeginObject();
  const auto write = [&](std::string_view key, const std::vector<std::string>& paths) {
    json.Key(key).BeginArray();
    for (const std::string& path : paths) json.String(path);
    json.EndArray();
  };
  write("new", changes.fresh);
  write("replaced", changes.replaced);
  write("removed", changes.removed);
  write("moved", changes.moved);
  json.Key("unchanged").Number(changes.unchanged).EndObject();
}

}  // namespace analyzer
