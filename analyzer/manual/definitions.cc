#include "analyzer/manual/definitions.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <sstream>

#include "analyzer/cli/command.h"
#include "analyzer/cli/settings.h"
#include "analyzer/index/index.h"
#include "analyzer/write/export.h"

namespace analyzer {
namespace {

// The words between the braces of `WORD:{UPSERT,UPDATE}`, which is how CLI11 names a type of which
// only some words are taken.
std::vector<std::string> WordsOf(const std::string& type) {
  const size_t begin = type.find(":{");
  if (begin == std::string::npos) return {};
  const size_t end = type.find('}', begin);
  return CLI::detail::split(type.substr(begin + 2, end - begin - 2), ',');
}

// The columns of all that can be exported, each once.
std::vector<std::string> Columns() {
  const auto index = Index::CreateTemporary();
  std::vector<std::string> all;
  for (const std::string& what : Exportable()) {
    for (const std::string& name : ColumnsOf(index.value().get(), what)) {
      if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
    }
  }
  return all;
}

Offer OfferOf(const std::string& value) {
  static const std::set<std::string> kFiles = {"FILE", "PATH", "NAME", "SOURCE", "BATCHES"};
  static const std::set<std::string> kFolders = {"DIR", "TREE"};
  if (kFiles.contains(value)) return Offer::kFiles;
  return kFolders.contains(value) ? Offer::kFolders : Offer::kNothing;
}

Definition DefinitionOf(const CLI::Option& option) {
  Definition definition;
  const bool is_argument = option.get_positional();
  const std::string type = option.get_type_name();
  for (const std::string& name : option.get_lnames()) definition.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) definition.names.push_back("-" + name);
  if (is_argument) {
    definition.names = {option.get_name(true)};
    definition.value = definition.names.front();
  } else if (option.get_type_size() != 0) {
    definition.value = type.substr(0, type.find(':'));
  }
  definition.description = option.get_description();
  if (const std::string value = option.get_default_str(); !value.empty())
    definition.description += " (default: " + value + ")";
  definition.environment = EnvironmentOf(option);
  definition.is_required = option.get_required();
  definition.is_list = option.get_delimiter() == ',';
  definition.is_repeated = option.get_expected_max() > 1;
  definition.is_common = option.get_group() != "Options";
  definition.words = definition.names.front() == "--columns" ? Columns() : WordsOf(type);
  definition.offer = definition.words.empty() ? OfferOf(definition.value) : Offer::kWords;
  return definition;
}

// Takes what stands at the end of the help apart: notes, examples and exit statuses.
void ReadFooter(const std::string& footer, CommandDefinition* command) {
  constexpr std::string_view kStatuses = "Exit status: ";
  std::istringstream lines(footer);
  bool in_examples = false;
  for (std::string line; std::getline(lines, line);) {
    const bool is_indented = line.starts_with(" ");
    if (line == "Example:" || line == "Examples:") {
      in_examples = true;
    } else if (line.starts_with(kStatuses)) {
      std::string text = line.substr(kStatuses.size());
      if (text.ends_with(".")) text.pop_back();
      for (std::string& status : CLI::detail::split(text, ';'))
        command->statuses.push_back(CLI::detail::trim(status));
    } else if (in_examples && is_indented) {
      command->examples.push_back(CLI::detail::trim_copy(line));
    } else {
      in_examples = false;
      if (!line.empty()) command->notes.push_back(line);
    }
  }
}

CommandDefinition CommandOf(const CLI::App& app, const std::string& name) {
  CommandDefinition command;
  command.name = name;
  command.description = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    auto& list = option->get_positional() ? command.arguments : command.options;
    list.push_back(DefinitionOf(*option));
  }
  ReadFooter(app.get_footer(), &command);
  return command;
}

}  // namespace

std::vector<CommandDefinition> Definitions() {
  const CommandLine line = MakeCommandLine();
  std::vector<CommandDefinition> all = {CommandOf(*line.app, "")};
  for (const Command& command : line.commands)
    all.push_back(CommandOf(*command.options, command.options->get_name()));
  return all;
}

}  // namespace analyzer
