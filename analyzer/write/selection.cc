#include "analyzer/write/selection.h"

#include <fnmatch.h>

#include <algorithm>

namespace analyzer {
namespace {

template <typename Range, typename Value>
bool IsAsked(const Range& asked, const Value& value) {
  return asked.empty() || std::find(asked.begin(), asked.end(), value) != asked.end();
}

bool IsToldInOne(const Selection& selection, const std::vector<std::string>& files) {
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
    return std::any_of(selection.sources.begin(), selection.sources.end(),
                       [&](const std::string& name) { return IsNamed(file, name); });
  });
}

}  // namespace

Chosen Choose(const Selection& selection, const Choice& choice) {
  if (!IsAsked(selection.results, choice.result)) return Chosen::kNo;
  if (!selection.runs.empty() && !(choice.run && IsAsked(selection.runs, *choice.run))) {
    return Chosen::kNo;
  }
  if (!selection.sources.empty() && !IsToldInOne(selection, choice.told_in)) return Chosen::kNo;
  if (!selection.since && !selection.until) return Chosen::kYes;
  if (!choice.time) return Chosen::kNoTime;
  const bool in_time = (!selection.since || *choice.time >= *selection.since) &&
                       (!selection.until || *choice.time < *selection.until);
  return in_time ? Chosen::kYes : Chosen::kNo;
}

bool IsNamed(const std::string& file, std::string name) {
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  return file == name || file.ends_with("/" + name) || file.starts_with(name + "/") ||
         file.find("/" + name + "/") != std::string::npos ||
         fnmatch(name.c_str(), file.c_str(), 0) == 0 ||
         fnmatch(("*/" + name).c_str(), file.c_str(), 0) == 0;
}

}  // namespace analyzer
