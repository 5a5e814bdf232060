#include "analyzer/cli/usage_error.h"

#include <algorithm>
#include <cstdlib>

#include "analyzer/base/nearest.h"
#include "analyzer/cli/settings.h"

namespace analyzer {
namespace {

std::string OrNearest(const std::string& written, const std::vector<std::string>& known,
                      const std::string& otherwise) {
  const std::string nearest = NearestOf(written, known);
  return nearest.empty() ? otherwise : "; did you mean " + nearest + "?";
}

std::string NoSuchCommand(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  std::string all;
  for (const CLI::App* command : app.get_subcommands({})) {
    names.push_back(command->get_name());
    all += (all.empty() ? "" : ", ") + command->get_name();
  }
  if (app.get_option_no_throw("--" + word) != nullptr)
    return "there is no subcommand '" + word + "'; did you mean --" + word + "?";
  return "there is no subcommand '" + word + "'" + OrNearest(word, names, "; there are " + all);
}

// The first argument that looks like an option and is none of the command's; empty: there is none.
std::string UnknownOption(const std::vector<std::string>& known,
                          const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  const auto found = std::find_if(arguments.begin(), end, [&](const std::string& argument) {
    if (argument.size() < 2 || argument.front() != '-' || argument == "-h") return false;
    const std::string name = argument.substr(0, argument.find('='));
    return std::find(known.begin(), known.end(), name) == known.end();
  });
  return found == end ? "" : found->substr(0, found->find('='));
}

// What an option wants behind it: "auto, always, never", or "FILE".
std::string WantedBy(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const size_t words = type.find(":{");
  if (words == std::string::npos) return type.substr(0, type.find(':'));
  const size_t end = type.find('}');
  return CLI::detail::join(CLI::detail::split(type.substr(words + 2, end - words - 2), ','), ", ");
}

// What is wrong, in the program's words where CLI11's tell little. CLI11 begins with the name.
std::string MessageOf(const CLI::App& command, const CLI::ParseError& error) {
  std::string message = error.what();
  const CLI::Option* const option =
      command.get_option_no_throw(message.substr(0, message.find_first_of(": ")));
  if (option == nullptr) return message;
  if (error.get_name() == "ArgumentMismatch")
    return option->get_name() + " needs a value behind it: " + WantedBy(*option);
  const bool has_words = option->get_type_name().find(":{") != std::string::npos;
  if (error.get_name() == "RequiredError" && has_words)
    return message + ": one of " + WantedBy(*option);
  return message;
}

// Where a value stands that was not typed.
std::string Origin(const CLI::App& command, const std::string& message,
                   const std::vector<std::string>& typed) {
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    const bool is_typed = std::any_of(typed.begin(), typed.end(), [&](const std::string& argument) {
      return argument == name || argument.starts_with(name + "=");
    });
    if (option->get_positional() || option->count() == 0 || is_typed ||
        !message.starts_with(name + ":"))
      continue;
    const std::string file = ConfigFileOf(typed);
    const std::string variable = EnvironmentOf(*option);
    const bool from_environment = !variable.empty() && std::getenv(variable.c_str()) != nullptr;
    return " (set by " + (from_environment ? variable : file) + ")";
  }
  return "";
}

}  // namespace

std::string UsageError(const CLI::App& app, const CLI::ParseError& error,
                       const std::vector<std::string>& arguments) {
  const CLI::App* const command = SubcommandIn(app, arguments);
  const CLI::App& asked = command == nullptr ? app : *command;
  const std::string help =
      "import-analyzer " + (command == nullptr ? "" : command->get_name() + " ") + "--help";
  std::vector<std::string> known = LongOptions(asked);
  for (const CLI::App* other : app.get_subcommands({})) {
    if (command != nullptr) break;
    for (const std::string& name : LongOptions(*other)) known.push_back(name);
  }
  for (const std::string& general : LongOptions(app)) known.push_back(general);
  if (const std::string unknown = UnknownOption(known, arguments); !unknown.empty()) {
    return (command == nullptr ? std::string("there is") : command->get_name() + " has") +
           " no option " + unknown +
           OrNearest(unknown, LongOptions(asked), "; `" + help + "` lists them");
  }
  const size_t first_word = FirstWordIn(app, arguments);
  if (command == nullptr && first_word < arguments.size())
    return NoSuchCommand(app, arguments[first_word]);
  return MessageOf(asked, error) + Origin(asked, error.what(), arguments) + "; see `" + help + "`";
}

}  // namespace analyzer
