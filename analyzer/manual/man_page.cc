#include "analyzer/manual/man_page.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

using Entry = std::pair<std::string, std::string>;  // what is explained, and what it means

// A file or an environment variable, and the option whose command it concerns; empty: all.
struct Concern {
  const char* option;
  const char* name;
  const char* meaning;
};

constexpr Concern kFiles[] = {
    {"--replace", "OUT/import-analyzer.sqlite",
     "The index, where --index names no other. It holds where each customer was read, and what "
     "became of whom."},
    {"--fresh", "OUT/.import-analyzer-last-recover",
     "What the next run into the same folder is held against. It may be removed."},
    {"--replace", "OUT/failed_customers/, OUT/failed_households/",
     "The tree of single failures, the retry batches, and what is open, resolved and not joined."},
    {"--redact-key", "~/.config/import-analyzer/redact.key",
     "The key that pseudonyms are made from, where --redact-key names no other and one is kept."},
    {"--memory", "/var/tmp",
     "Where what does not fit in memory is kept, in files without a name, unless TMPDIR names "
     "another folder."},
};

constexpr Concern kEnvironment[] = {
    {"", "NO_COLOR, CLICOLOR_FORCE, TERM",
     "Where --color is auto: no colours where NO_COLOR is set or TERM is dumb; colours also into "
     "pipes where CLICOLOR_FORCE is set."},
    {"", "COLUMNS", "How wide the terminal is, where it is set."},
    {"--memory", "TMPDIR", "Where what does not fit in memory is kept; default: /var/tmp."},
    {"--redact-key", "XDG_CONFIG_HOME, HOME",
     "Where the key is kept: in import-analyzer/ in the one, else in .config/ in the other."},
};

// Text that troff shows as it is.
std::string EscapedForRoff(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '\\':
        escaped += "\\e";
        break;
      case '-':
        escaped += "\\-";
        break;
      case '\'':
        escaped += "\\(aq";
        break;
      case '~':
        escaped += "\\(ti";
        break;
      case '^':
        escaped += "\\(ha";
        break;
      default:
        escaped += c;
    }
  }
  return escaped.starts_with('.') ? "\\&" + escaped : escaped;
}

std::string Bold(const std::string& text) { return "\\fB" + EscapedForRoff(text) + "\\fR"; }
std::string Italic(const std::string& text) { return "\\fI" + EscapedForRoff(text) + "\\fR"; }

// What stands in backquotes becomes bold.
std::string Prose(const std::string& text) {
  std::string prose;
  size_t begin = 0;
  for (bool quoted = false; begin <= text.size(); quoted = !quoted) {
    const size_t end = std::min(text.find('`', begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    prose += quoted ? Bold(part) : EscapedForRoff(part);
    begin = end + 1;
  }
  return prose;
}

// The same as a sentence.
std::string Sentence(const std::string& text) {
  return Prose(text) + (text.ends_with('.') || text.ends_with('?') ? "" : ".");
}

std::string Heading(const std::string& name) { return ".SH " + Upper(name) + "\n"; }

std::string Listed(const std::vector<Entry>& entries) {
  std::string text;
  for (const auto& [name, meaning] : entries) text += ".TP\n" + name + "\n" + meaning + "\n";
  return text;
}

std::string Section(const std::string& name, const std::vector<Entry>& entries) {
  return entries.empty() ? "" : Heading(name) + Listed(entries);
}

bool Has(const CommandDefinition& command, const std::string& option) {
  return option.empty() || std::ranges::any_of(command.options, [&](const Definition& definition) {
           return definition.names.front() == option;
         });
}

Entry EntryOf(const Definition& definition) {
  std::string name;
  for (const std::string& one : definition.names) name += (name.empty() ? "" : ", ") + Bold(one);
  const bool is_argument = !definition.names.front().starts_with('-');
  if (is_argument) name = Italic(definition.names.front());
  if (!is_argument && !definition.value.empty()) name += " " + Italic(definition.value);
  std::string meaning = Sentence(definition.description);
  if (definition.is_required) meaning += " Required.";
  if (!definition.environment.empty())
    meaning += " Set by the environment variable " + Bold(definition.environment) + ", too.";
  return {name, meaning};
}

std::vector<Entry> OptionsOf(const CommandDefinition& command, bool common) {
  std::vector<Entry> entries;
  for (const Definition& option : command.options) {
    if (option.is_common == common) entries.push_back(EntryOf(option));
  }
  return entries;
}

template <size_t kCount>
std::vector<Entry> Concerning(const CommandDefinition& command, const Concern (&concerns)[kCount]) {
  std::vector<Entry> entries;
  for (const Concern& concern : concerns) {
    if (command.name.empty() || Has(command, concern.option))
      entries.emplace_back(Italic(concern.name), Prose(concern.meaning));
  }
  return entries;
}

std::vector<Entry> EnvironmentOf(const CommandDefinition& command) {
  std::vector<Entry> entries;
  for (const Definition& option : command.options) {
    if (!option.environment.empty())
      entries.emplace_back(Bold(option.environment),
                           "Sets " + Bold(option.names.front()) + " where it is not typed.");
  }
  for (Entry& entry : Concerning(command, kEnvironment)) entries.push_back(std::move(entry));
  return entries;
}

std::string Synopsis(const CommandDefinition& command) {
  std::string text = Heading("Synopsis") + Bold("import-analyzer");
  if (!command.name.empty()) text += " " + Bold(command.name);
  text += " [" + Italic("OPTIONS") + "]";
  for (const Definition& option : command.options) {
    if (option.is_required) text += " " + Bold(option.names.front()) + " " + Italic(option.value);
  }
  for (const Definition& argument : command.arguments) {
    const std::string name = Italic(argument.names.front()) + (argument.is_repeated ? "..." : "");
    text += argument.is_required ? " " + name : " [" + name + "]";
  }
  return text + (command.name.empty() ? " [" + Italic("SUBCOMMAND") + "]\n" : "\n");
}

std::string AsTyped(const std::vector<std::string>& lines) {
  std::string text = ".RS 4\n.EX\n";
  for (const std::string& line : lines) text += EscapedForRoff(line) + "\n";
  return text + ".EE\n.RE\n";
}

std::string Description(const CommandDefinition& command) {
  std::string text = Heading("Description") + Sentence(command.description) + "\n";
  std::vector<std::string> code;
  for (const std::string& note : command.notes) {
    if (note.starts_with(' ')) {
      code.push_back(note.substr(note.find_first_not_of(' ')));
      continue;
    }
    if (!code.empty()) text += ".PP\n" + AsTyped(std::exchange(code, {}));
    text += ".PP\n" + Prose(note) + "\n";
  }
  return code.empty() ? text : text + ".PP\n" + AsTyped(code);
}

std::string Subcommands(const CommandDefinition& command,
                        const std::vector<CommandDefinition>& all) {
  if (!command.name.empty()) return "";
  std::vector<Entry> entries;
  for (const CommandDefinition& other : all) {
    if (!other.name.empty()) entries.emplace_back(Bold(other.name), Sentence(other.description));
  }
  return Section("Subcommands", entries);
}

std::string SeeAlso(const CommandDefinition& command, const std::vector<CommandDefinition>& all) {
  std::string text;
  for (const CommandDefinition& other : all) {
    if (other.name == command.name) continue;
    text += (text.empty() ? "" : ",\n") + Bold(PageNameOf(other)) + "(1)";
  }
  return Heading("See also") + text + "\n.PP\nThe guides in /usr/share/doc/import\\-analyzer/.\n";
}

std::string Statuses(const CommandDefinition& command) {
  std::vector<Entry> entries;
  for (const std::string& status : command.statuses)
    entries.emplace_back(Bold(status.substr(0, 1)), Sentence(status.substr(2)));
  return Section("Exit status", entries);
}

}  // namespace

std::string PageNameOf(const CommandDefinition& command) {
  return command.name.empty() ? "import-analyzer" : "import-analyzer-" + command.name;
}

std::string ManPage(const CommandDefinition& command, const std::vector<CommandDefinition>& all,
                    const std::string& date) {
  std::string whatis = command.description;
  if (whatis.ends_with('.')) whatis.pop_back();
  return ".\\\" Made of the definitions in analyzer/cli/.\n.TH " + Upper(PageNameOf(command)) +
         " 1 " + date + " \"import\\-analyzer " ANALYZER_VERSION "\" \"User Commands\"\n" +
         Heading("Name") + EscapedForRoff(PageNameOf(command)) + " \\- " + Prose(whatis) + "\n" +
         Synopsis(command) + Description(command) + Subcommands(command, all) +
         Section("Arguments",
                 [&] {
                   std::vector<Entry> entries;
                   for (const Definition& argument : command.arguments)
                     entries.push_back(EntryOf(argument));
                   return entries;
                 }()) +
         Section("Options", OptionsOf(command, false)) +
         Section("Options of every subcommand", OptionsOf(command, true)) +
         (command.examples.empty() ? "" : Heading("Examples") + AsTyped(command.examples)) +
         Statuses(command) + Section("Environment", EnvironmentOf(command)) +
         Section("Files", Concerning(command, kFiles)) + SeeAlso(command, all);
}

}  // namespace analyzer
