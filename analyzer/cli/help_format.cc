#include "analyzer/cli/help_format.h"

#include <unistd.h>

#include <algorithm>
#include <sstream>

#include "analyzer/base/unicode.h"
#include "analyzer/cli/settings.h"
#include "analyzer/cli/terminal_width.h"

namespace analyzer {
namespace {

constexpr size_t kWidest = 100;
constexpr size_t kNarrowest = 40;
constexpr size_t kIndent = 2;
constexpr size_t kDescription = 26;  // the column where descriptions begin

// Breaks a line between its words. `used` columns of the first one are taken; the others begin with
// `indent` blanks.
std::string Wrapped(const std::string& line, size_t width, size_t used, size_t indent) {
  std::istringstream words(line);
  std::string text;
  std::string word;
  for (bool first = true; words >> word; first = false) {
    const size_t length = DisplayWidth(word);
    if (!first && used + 1 + length > width) {
      text += "\n" + std::string(indent, ' ');
      used = indent;
    } else if (!first) {
      text += " ";
      ++used;
    }
    text += word;
    used += length;
  }
  return text;
}

}  // namespace

HelpFormat::HelpFormat() {
  const size_t terminal = TerminalWidth(STDOUT_FILENO);
  width_ = terminal == 0 ? kWidest : std::clamp(terminal, kNarrowest, kWidest);
}

std::string HelpFormat::Entry(const std::string& name, const std::string& description) const {
  std::string text = std::string(kIndent, ' ') + name;
  const size_t used = DisplayWidth(text);
  const bool beside = used + kIndent <= kDescription;
  text += beside ? std::string(kDescription - used, ' ') : "\n" + std::string(kDescription, ' ');
  return text + Wrapped(description, width_, kDescription, kDescription) + "\n";
}

std::string HelpFormat::make_description(const CLI::App* app) const {
  return Wrapped(app->get_description(), width_, 0, 0) + "\n";
}

// CLI11's, with the options that must be typed.
std::string HelpFormat::make_usage(const CLI::App* app, std::string name) const {
  std::string usage = CLI::Formatter::make_usage(app, name);
  std::string required;
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_required() && !option->get_positional())
      required += " " + option->get_name() + " " + option->get_type_name();
  }
  const std::string options = "[" + get_label("OPTIONS") + "]";
  const size_t place = usage.find(options);
  return place == std::string::npos ? usage : usage.insert(place + options.size(), required);
}

std::string HelpFormat::make_option(const CLI::Option* option, bool positional) const {
  std::string description = make_option_desc(option);
  const std::string variable = EnvironmentOf(*option);
  if (!variable.empty()) description += " [" + variable + "]";
  if (option->get_required()) description += " (required)";
  const bool takes_value = !positional && option->get_type_size() != 0;
  // Behind a colon stands what the option checks, which the description says in words.
  const std::string type = option->get_type_name();
  return Entry(make_option_name(option, positional) +
                   (takes_value ? " " + type.substr(0, type.find(':')) : ""),
               description);
}

std::string HelpFormat::make_subcommand(const CLI::App* subcommand) const {
  return Entry(subcommand->get_name(), subcommand->get_description());
}

// Examples, which are indented, stay as they are: they can be copied.
std::string HelpFormat::make_footer(const CLI::App* app) const {
  std::istringstream lines(app->get_footer());
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    text += line.starts_with(" ") ? line + "\n" : Wrapped(line, width_, 0, 0) + "\n";
  }
  return text;
}

}  // namespace analyzer
