#include "analyzer/cli/console.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "analyzer/cli/progress_line.h"
#include "analyzer/cli/terminal_width.h"

namespace analyzer {
namespace {

constexpr char kProgram[] = "import-analyzer: ";

bool IsSet(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool IsDumb() {
  const char* const terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) == "dumb";
}

bool HasColour(UseColour use, int descriptor) {
  if (use != UseColour::kAuto) return use == UseColour::kAlways;
  if (IsSet("NO_COLOR")) return false;
  const char* const forced = std::getenv("CLICOLOR_FORCE");
  if (IsSet("CLICOLOR_FORCE") && std::string_view(forced) != "0") return true;
  return ::isatty(descriptor) != 0 && !IsDumb();
}

Screen ScreenOf(UseColour use, int descriptor) {
  return {TerminalWidth(descriptor), HasColour(use, descriptor)};
}

}  // namespace

Console& Console::Get() {
  static Console console;
  return console;
}

Console::Console() { Set(Talk::kNormal, UseColour::kAuto); }

Console::~Console() = default;

void Console::Set(Talk talk, UseColour colour) {
  talk_ = talk;
  out_ = ScreenOf(colour, STDOUT_FILENO);
  err_ = ScreenOf(colour, STDERR_FILENO);
}

void Console::Fail(const std::string& message) { Write(err_.Wrong(kProgram) + message + "\n"); }

void Console::Warn(const std::string& message) {
  Write(err_.NeedsALook(kProgram) + message + "\n");
}

void Console::Tell(const std::string& message) {
  if (talk_ != Talk::kQuiet) Write(kProgram + message + "\n");
}

void Console::Detail(const std::string& message) {
  if (verbose()) Write(kProgram + message + "\n");
}

void Console::Report(const std::string& text) {
  if (talk_ != Talk::kQuiet) Write(text);
}

void Console::ShowProgress() {
  if (talk_ == Talk::kQuiet || IsDumb() || ::isatty(STDERR_FILENO) == 0 || line_ != nullptr) return;
  line_ = std::make_unique<ProgressLine>(&progress_);
}

void Console::HideProgress() { line_.reset(); }

void Console::Write(const std::string& text) {
  if (line_ != nullptr) {
    line_->WriteAbove(text);
  } else {
    std::fputs(text.c_str(), stderr);
  }
}

}  // namespace analyzer
