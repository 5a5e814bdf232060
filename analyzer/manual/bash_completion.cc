#include <algorithm>

#include "analyzer/manual/completion.h"

namespace analyzer {
namespace {

// What is the same whatever can be typed. $kind and $words are what the function of a subcommand
// says of an option, or of an argument by its number: it fails where there is nothing to complete.
constexpr char kBashMachinery[] = R"(
_import_analyzer() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local command= number=0 kind= words= options= i word
  COMPREPLY=()
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if _import_analyzer_takes_value "$word"; then
      [[ ${COMP_WORDS[i+1]} == = ]] && ((i++))
      ((i++))
    elif [[ $word == -* || $word == = ]]; then
      continue
    elif [[ -z $command ]]; then
      command=$word
    else
      ((number++))
    fi
  done
  declare -F "_import_analyzer_of_$command" >/dev/null || return
  if _import_analyzer_takes_value "$prev"; then
    "_import_analyzer_of_$command" "$prev" || kind=nothing
  elif [[ $cur == -* ]]; then
    "_import_analyzer_of_$command" options
    kind=words words=$options
  else
    "_import_analyzer_of_$command" "$number" || kind=nothing
  fi
  case $kind in
    files) return ;;  # as the shell does it by itself
    folders) compopt +o default -o dirnames ;;
    words)
      compopt +o default
      COMPREPLY=($(compgen -W "$words" -- "$cur"))
      ;;
    list)
      compopt +o default -o nospace
      local before=
      [[ $cur == *,* ]] && before=${cur%,*},
      COMPREPLY=($(compgen -P "$before" -W "$words" -- "${cur##*,}"))
      ;;
    *) compopt +o default ;;
  esac
}

complete -o default -F _import_analyzer import-analyzer
)";

std::string CaseOf(const std::string& pattern, const Definition& definition) {
  std::string kind = "nothing";
  switch (definition.offer) {
    case Offer::kFiles:
      kind = "files";
      break;
    case Offer::kFolders:
      kind = "folders";
      break;
    case Offer::kWords:
      kind = definition.is_list ? "list" : "words";
      break;
    case Offer::kNothing:
      break;
  }
  const std::string words =
      definition.words.empty() ? "" : " words='" + Joined(definition.words, " ") + "'";
  return "    " + pattern + ") kind=" + kind + words + " ;;\n";
}

// The program's argument: the name of a subcommand.
Definition Subcommand(const std::vector<CommandDefinition>& all) {
  Definition argument;
  argument.offer = Offer::kWords;
  for (const CommandDefinition& command : all) {
    if (!command.name.empty()) argument.words.push_back(command.name);
  }
  return argument;
}

std::string BashFunction(const CommandDefinition& command) {
  std::string text = "\n_import_analyzer_of_" + command.name + "() {\n  case $1 in\n";
  std::vector<std::string> names;
  for (const Definition& option : command.options) {
    names.insert(names.end(), option.names.begin(), option.names.end());
    if (!option.value.empty()) text += CaseOf(Joined(option.names, "|"), option);
  }
  for (size_t i = 0; i < command.arguments.size(); ++i) {
    const Definition& argument = command.arguments[i];
    text += CaseOf(argument.is_repeated ? "[0-9]*" : std::to_string(i), argument);
  }
  text += "    options) options='" + Joined(names, " ") + "' ;;\n";
  return text + "    *) return 1 ;;\n  esac\n}\n";
}

}  // namespace

std::string BashCompletion(const std::vector<CommandDefinition>& all) {
  std::string text =
      "# bash completion of import-analyzer, made of the definitions in analyzer/cli/.\n\n"
      "_import_analyzer_takes_value() {\n  case $1 in\n    " +
      Joined(NamesWithValues(all), "|") + ") return 0 ;;\n  esac\n  return 1\n}\n";
  CommandDefinition program = all.front();
  program.arguments = {Subcommand(all)};
  text += BashFunction(program);
  for (const CommandDefinition& command : all) {
    if (!command.name.empty()) text += BashFunction(command);
  }
  return text + kBashMachinery;
}

}  // namespace analyzer
