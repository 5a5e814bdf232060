#pragma once

#include <memory>
#include <string>

#include "analyzer/base/progress.h"
#include "analyzer/cli/screen.h"

namespace analyzer {

class ProgressLine;

// How much is told on standard error.
enum class Talk { kQuiet, kNormal, kVerbose };
enum class UseColour { kAuto, kAlways, kNever };

// Standard error and what is known of the terminal. There is one of it, as there is of them: all
// that speaks to a person goes through it, so that nothing is written into the line of progress.
class Console {
 public:
  static Console& Get();

  // Before the work begins. Colour at `kAuto` is for terminals that know it, unless NO_COLOR is set
  // (https://no-color.org); with CLICOLOR_FORCE for any stream.
  void Set(Talk talk, UseColour colour);

  Screen out() const { return out_; }
  Screen err() const { return err_; }

  // An error: what could not be done, or why not.
  void Fail(const std::string& message);
  // What needs a look.
  void Warn(const std::string& message);
  // What is good to know; not with --quiet.
  void Tell(const std::string& message);
  // What is worth telling with --verbose only.
  void Detail(const std::string& message);
  bool quiet() const { return talk_ == Talk::kQuiet; }
  bool verbose() const { return talk_ == Talk::kVerbose; }
  // Text of several lines that is the outcome of the work, as it is; not with --quiet.
  void Report(const std::string& text);

  // What an earlier run told, under whatever it was told to tell.
  void Again(const std::string& text) { Write(text); }

  // What long work reports to; null where nobody would see it.
  Progress* progress() { return line_ == nullptr ? nullptr : &progress_; }
  // Begins a phase of long work.
  void Begin(const char* phase, Progress::Amount in_all = {}) { progress_.Begin(phase, in_all); }
  // Shows the line of progress from now on, where standard error is a terminal that can erase it.
  void ShowProgress();
  // Erases it: before something is written to standard output, which may be the same terminal.
  void HideProgress();

 private:
  Console();
  ~Console();
  void Write(const std::string& text);

  Talk talk_ = Talk::kNormal;
  Screen out_;
  Screen err_;
  Progress progress_;
  std::unique_ptr<ProgressLine> line_;
};

}  // namespace analyzer
