#include "analyzer/manual/completion.h"

namespace analyzer {
namespace {

// As it stands within single quotes and within the brackets or colons of a specification.
std::string EscapedForZsh(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\'') {
      escaped += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\' || c == '`' || c == '$') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// What is offered for a value, as _arguments takes it.
std::string ActionOf(const Definition& definition) {
  switch (definition.offer) {
    case Offer::kFiles:
      return "_files";
    case Offer::kFolders:
      return "_files -/";
    case Offer::kWords:
      return definition.is_list
                 ? "_values -s , " + definition.value + " " + Joined(definition.words, " ")
                 : "(" + Joined(definition.words, " ") + ")";
    case Offer::kNothing:
      break;
  }
  return " ";
}

std::string SpecificationOf(const Definition& option, const std::string& name) {
  std::string text = option.is_repeated ? "*" : "";
  if (!option.is_repeated && option.names.size() > 1) text = "(" + Joined(option.names, " ") + ")";
  text += name + (option.value.empty() ? "" : "=") + "[" + EscapedForZsh(option.description) + "]";
  return option.value.empty() ? text : text + ":" + option.value + ":" + ActionOf(option);
}

std::string ZshFunction(const CommandDefinition& command) {
  std::string text = "\n_import-analyzer-of-" + command.name + "() {\n  _arguments";
  for (const Definition& option : command.options) {
    for (const std::string& name : option.names)
      text += " \\\n    '" + SpecificationOf(option, name) + "'";
  }
  for (size_t i = 0; i < command.arguments.size(); ++i) {
    const Definition& argument = command.arguments[i];
    text += " \\\n    '" + (argument.is_repeated ? "*" : std::to_string(i + 1)) + ":" +
            argument.names.front() + ":" + ActionOf(argument) + "'";
  }
  return text + "\n}\n";
}

}  // namespace

std::string ZshCompletion(const std::vector<CommandDefinition>& all) {
  std::string text =
      "#compdef import-analyzer\n"
      "# zsh completion of import-analyzer, made of the definitions in analyzer/cli/.\n\n"
      "_import-analyzer-subcommands() {\n  local -a subcommands=(";
  for (const CommandDefinition& command : all) {
    if (!command.name.empty())
      text += "\n    '" + command.name + ":" + EscapedForZsh(command.description) + "'";
  }
  text += "\n  )\n  _describe -t subcommands subcommand subcommands\n}\n";
  for (const CommandDefinition& command : all) {
    if (!command.name.empty()) text += ZshFunction(command);
  }
  text +=
      "\n_import-analyzer() {\n  local curcontext=$curcontext state line\n  typeset -A opt_args\n"
      "  _arguments -C";
  for (const Definition& option : all.front().options) {
    for (const std::string& name : option.names)
      text += " \\\n    '" + SpecificationOf(option, name) + "'";
  }
  return text +
         " \\\n    '1: :_import-analyzer-subcommands' \\\n    '*:: :->rest'\n"
         "  [[ $state == rest ]] || return\n"
         "  (( $+functions[_import-analyzer-of-$line[1]] )) && _import-analyzer-of-$line[1]\n"
         "}\n\n_import-analyzer \"$@\"\n";
}

}  // namespace analyzer
