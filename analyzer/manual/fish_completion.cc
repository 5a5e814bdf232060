#include "analyzer/manual/completion.h"

namespace analyzer {
namespace {

constexpr char kFishMachinery[] = R"(
# Whether the subcommand that was typed is this one; without one: whether none was typed.
function __import_analyzer_in
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        if contains -- $words[1] $__import_analyzer_with_values
            set -e words[1]
        else if not string match -q -- '-*' $words[1]
            test "$words[1]" = "$argv[1]"
            return
        end
        set -q words[1]; and set -e words[1]
    end
    test -z "$argv[1]"
end

# The words, each behind those that stand already, with commas between.
function __import_analyzer_list
    set -l before (commandline -ct | string replace -r '^--[^=]*=' '' | string match -r '^.*,')
    for word in $argv
        echo "$before$word"
    end
end

complete -c import-analyzer -f
)";

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string OfferedBy(const Definition& definition) {
  switch (definition.offer) {
    case Offer::kFiles:
      return " -r -F";
    case Offer::kFolders:
      return " -x -a '(__fish_complete_directories)'";
    case Offer::kWords:
      return definition.is_list
                 ? " -x -a '(__import_analyzer_list " + Joined(definition.words, " ") + ")'"
                 : " -x -a '" + Joined(definition.words, " ") + "'";
    case Offer::kNothing:
      break;
  }
  return " -x";
}

std::string LineOf(const std::string& condition, const Definition& option) {
  std::string text = condition;
  for (const std::string& name : option.names)
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.value.empty()) text += OfferedBy(option);
  return text + " -d " + Quoted(option.description) + "\n";
}

std::string LineOfArgument(const std::string& condition, const Definition& argument) {
  switch (argument.offer) {
    case Offer::kFiles:
      return condition + " -F\n";
    case Offer::kFolders:
      return condition + " -a '(__fish_complete_directories)'\n";
    case Offer::kWords:
      return condition + " -a '" + Joined(argument.words, " ") + "'\n";
    case Offer::kNothing:
      break;
  }
  return "";
}

}  // namespace

std::string FishCompletion(const std::vector<CommandDefinition>& all) {
  std::string text =
      "# fish completion of import-analyzer, made of the definitions in analyzer/cli/.\n\n"
      "set -g __import_analyzer_with_values " +
      Joined(NamesWithValues(all), " ") + "\n" + kFishMachinery;
  for (const CommandDefinition& command : all) {
    const std::string condition =
        "complete -c import-analyzer -n '__import_analyzer_in " + command.name + "'";
    text += "\n";
    if (!command.name.empty()) {
      text += "complete -c import-analyzer -n __import_analyzer_in -a " + command.name + " -d " +
              Quoted(command.description) + "\n";
    }
    for (const Definition& option : command.options) text += LineOf(condition, option);
    for (const Definition& argument : command.arguments)
      text += LineOfArgument(condition, argument);
  }
  return text;
}

}  // namespace analyzer
