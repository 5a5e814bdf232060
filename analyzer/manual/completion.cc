#include "analyzer/manual/completion.h"

#include <algorithm>

namespace analyzer {

std::vector<std::string> NamesWithValues(const std::vector<CommandDefinition>& all) {
  std::vector<std::string> names;
  for (const CommandDefinition& command : all) {
    for (const Definition& option : command.options) {
      if (!option.value.empty())
        names.insert(names.end(), option.names.begin(), option.names.end());
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string Joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

}  // namespace analyzer
