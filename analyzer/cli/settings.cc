#include "analyzer/cli/settings.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/base/nearest.h"
#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

std::string DidYouMean(const std::string& written, const std::vector<std::string>& known) {
  const std::string nearest = NearestOf(written, known);
  return nearest.empty() ? "" : "; did you mean " + nearest + "?";
}

bool IsTyped(const std::vector<std::string>& arguments, const std::string& option) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::any_of(arguments.begin(), end, [&](const std::string& argument) {
    return argument == option || argument.starts_with(option + "=");
  });
}

// Whether it is typed, or something that it cannot stand beside is.
bool IsDecided(const std::vector<std::string>& typed, const CLI::Option& option) {
  const auto& excluded = option.get_excludes();
  return IsTyped(typed, option.get_name()) ||
         std::any_of(excluded.begin(), excluded.end(),
                     [&](const CLI::Option* other) { return IsTyped(typed, other->get_name()); });
}

// What the environment says of an option; nothing where it says nothing.
std::optional<std::string> InEnvironment(const CLI::Option& option) {
  const std::string variable = EnvironmentOf(option);
  const char* const value = variable.empty() ? nullptr : std::getenv(variable.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

// The arguments that give an option these values.
std::vector<std::string> ArgumentsFor(const CLI::Option& option,
                                      const std::vector<std::string>& values) {
  const std::string name = "--" + option.get_lnames().front();
  if (option.get_type_size() == 0 && values.size() == 1) {
    if (values.front() == "true" || values.front() == "1") return {name};
    if (values.front() == "false" || values.front() == "0") return {};
  }
  std::vector<std::string> arguments;
  for (const std::string& value : values) arguments.push_back(name + "=" + value);
  return arguments;
}

std::vector<std::string> FromEnvironment(const CLI::App& command,
                                         const std::vector<std::string>& typed) {
  std::vector<std::string> arguments;
  for (const CLI::Option* option : command.get_options()) {
    const auto value = InEnvironment(*option);
    if (!value || IsDecided(typed, *option)) continue;
    for (const std::string& argument : ArgumentsFor(*option, {*value}))
      arguments.push_back(argument);
  }
  return arguments;
}

// Whether any subcommand has an option that may stand before all tables.
bool IsGeneral(const CLI::App& app, const std::string& name) {
  const std::vector<const CLI::App*> commands = app.get_subcommands({});
  return std::any_of(commands.begin(), commands.end(), [&](const CLI::App* command) {
    const CLI::Option* const option = command->get_option_no_throw(name);
    return option != nullptr && !EnvironmentOf(*option).empty();
  });
}

class Settings {
 public:
  // `decided`: what is typed, and what the environment says.
  Settings(const CLI::App& app, const std::vector<std::string>& decided, const std::string& file)
      : app_(app), decided_(decided), file_(file), chosen_(SubcommandIn(app, decided)) {}

  // The arguments that an entry of the file stands for.
  Result<std::vector<std::string>> ArgumentsOf(const CLI::ConfigItem& item) const {
    const std::string option = "--" + item.name;
    if (item.parents.empty()) {
      if (!IsGeneral(app_, option)) return NoGeneral(item.name);
      return Values(chosen_, option, item.inputs);
    }
    const CLI::App* const command = SubcommandIn(app_, {item.parents.front()});
    if (command == nullptr || item.parents.size() > 1) {
      return Error{file_ + ": there is no subcommand '" + CLI::detail::join(item.parents, ".") +
                   "'" + DidYouMean(item.parents.front(), CommandNames())};
    }
    if (command->get_option_no_throw(option) == nullptr || item.name == "config") {
      return Error{file_ + ": " + command->get_name() + " has no option '" + item.name + "'" +
                   DidYouMean(option, LongOptions(*command))};
    }
    return Values(command == chosen_ ? command : nullptr, option, item.inputs);
  }

 private:
  Error NoGeneral(const std::string& name) const {
    return {file_ + ": '" + name +
            "' is no option of every subcommand; write it behind the name of the subcommand that "
            "it is for, like [recover]"};
  }

  std::vector<std::string> CommandNames() const {
    std::vector<std::string> names;
    for (const CLI::App* command : app_.get_subcommands({})) names.push_back(command->get_name());
    return names;
  }

  std::vector<std::string> Values(const CLI::App* command, const std::string& option,
                                  const std::vector<std::string>& inputs) const {
    const CLI::Option* const found =
        command == nullptr ? nullptr : command->get_option_no_throw(option);
    if (found == nullptr || IsDecided(decided_, *found) || InEnvironment(*found)) return {};
    return ArgumentsFor(*found, inputs);
  }

  const CLI::App& app_;
  const std::vector<std::string>& decided_;
  const std::string& file_;
  const CLI::App* chosen_;
};

// Leaves out what is for another option that is not given: the file of a key, where nothing is to
// be redacted. Typed, it is an error.
std::vector<std::string> WithoutIdle(const CLI::App& command,
                                     const std::vector<std::string>& arguments,
                                     std::vector<std::string> further) {
  std::vector<std::string> given = arguments;
  given.insert(given.begin(), further.begin(), further.end());
  std::erase_if(further, [&](const std::string& argument) {
    const auto& needed = command.get_option(argument.substr(0, argument.find('=')))->get_needs();
    return std::any_of(needed.begin(), needed.end(), [&](const CLI::Option* other) {
      return !IsTyped(given, other->get_name());
    });
  });
  return further;
}

// Moves the subcommand's name before the options that stand before it, where it has them, too.
void PutFirst(const CLI::App& app, const CLI::App& command, std::vector<std::string>* arguments) {
  const std::string first = arguments->front().substr(0, arguments->front().find('='));
  const std::vector<std::string> known = LongOptions(command);
  if (first == "--help" || std::find(known.begin(), known.end(), first) == known.end()) return;
  const auto name = arguments->begin() + static_cast<ptrdiff_t>(FirstWordIn(app, *arguments));
  std::rotate(arguments->begin(), name, name + 1);
}

// Puts further arguments behind the subcommand's name; where there is none, before all others.
void PutIn(const CLI::App& app, const std::vector<std::string>& further,
           std::vector<std::string>* arguments) {
  const size_t place =
      SubcommandIn(app, *arguments) == nullptr ? 0 : FirstWordIn(app, *arguments) + 1;
  arguments->insert(arguments->begin() + static_cast<ptrdiff_t>(place), further.begin(),
                    further.end());
}

// The arguments that stand for what the file says.
Result<std::vector<std::string>> FromFile(const CLI::App& app, const std::string& file,
                                          const std::vector<std::string>& decided) {
  std::ifstream stream(file);
  if (!stream) return Error{"cannot read the configuration " + file + "; check the name"};
  std::vector<CLI::ConfigItem> items;
  try {
    items = CLI::ConfigTOML().from_config(stream);
  } catch (const CLI::Error& error) {
    return Error{file + ": " + error.what()};
  }
  const Settings settings(app, decided, file);
  std::vector<std::string> arguments;
  for (const CLI::ConfigItem& item : items) {
    if (item.name == "++" || item.name == "--") continue;  // where a table begins and ends
    auto added = settings.ArgumentsOf(item);
    if (!added.ok()) return added.error();
    arguments.insert(arguments.end(), added.value().begin(), added.value().end());
  }
  return arguments;
}

}  // namespace

std::string EnvironmentOf(const CLI::Option& option) {
  static const std::set<std::string> kOfTheMachine = {
      "quiet", "verbose", "color", "config", "jobs", "max-expanded", "memory", "redact-key"};
  if (option.get_lnames().empty() || !kOfTheMachine.contains(option.get_lnames().front()))
    return "";
  std::string name = "IMPORT_ANALYZER_" + Upper(option.get_lnames().front());
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::string ConfigFileOf(const std::vector<std::string>& arguments) {
  constexpr std::string_view kOption = "--config";
  for (size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    if (arguments[i] == kOption && i + 1 < arguments.size()) return arguments[i + 1];
    if (arguments[i].starts_with("--config=")) return arguments[i].substr(kOption.size() + 1);
  }
  const char* const value = std::getenv("IMPORT_ANALYZER_CONFIG");
  return value == nullptr ? "" : value;
}

size_t FirstWordIn(const CLI::App& app, const std::vector<std::string>& arguments) {
  std::vector<const CLI::App*> all = app.get_subcommands({});
  all.push_back(&app);
  const auto takes_value = [&](const std::string& argument) {
    return std::any_of(all.begin(), all.end(), [&](const CLI::App* command) {
      const CLI::Option* const option = command->get_option_no_throw(argument);
      return option != nullptr && option->get_type_size() != 0;
    });
  };
  size_t i = 0;
  while (i < arguments.size() && arguments[i].starts_with("-"))
    i += takes_value(arguments[i]) ? 2 : 1;
  return std::min(i, arguments.size());
}

const CLI::App* SubcommandIn(const CLI::App& app, const std::vector<std::string>& arguments) {
  const size_t place = FirstWordIn(app, arguments);
  if (place == arguments.size()) return nullptr;
  const std::vector<const CLI::App*> all = app.get_subcommands({});
  const auto found = std::find_if(all.begin(), all.end(), [&](const CLI::App* command) {
    return command->get_name() == arguments[place];
  });
  return found == all.end() ? nullptr : *found;
}

std::vector<std::string> LongOptions(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

Result<std::vector<std::string>> WithSettings(const CLI::App& app,
                                              std::vector<std::string> arguments) {
  const CLI::App* const chosen = SubcommandIn(app, arguments);
  if (chosen != nullptr) PutFirst(app, *chosen, &arguments);
  const CLI::App& asked = chosen == nullptr ? app : *chosen;
  std::vector<std::string> decided = arguments;
  std::vector<std::string> further = FromEnvironment(asked, arguments);
  PutIn(app, further, &decided);
  if (const std::string file = ConfigFileOf(arguments); !file.empty()) {
    auto set = FromFile(app, file, decided);
    if (!set.ok()) return set.error();
    further.insert(further.end(), set.value().begin(), set.value().end());
  }
  PutIn(app, WithoutIdle(asked, arguments, std::move(further)), &arguments);
  return arguments;
}

}  // namespace analyzer
