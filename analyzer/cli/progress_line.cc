#include "analyzer/cli/progress_line.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "analyzer/base/interruption.h"
#include "analyzer/base/unicode.h"
#include "analyzer/cli/bytes_text.h"
#include "analyzer/cli/terminal_width.h"

namespace analyzer {
namespace {

constexpr std::chrono::milliseconds kBetweenUpdates{100};
constexpr std::chrono::milliseconds kQuick{300};       // such work shows no line
constexpr std::chrono::milliseconds kUncertain{1000};  // no rate is told before

std::string Printed(const char* format, double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

std::string Time(double seconds) {
  constexpr int kMinute = 60;
  constexpr int kHour = 60 * kMinute;
  const auto whole = static_cast<int>(std::lround(seconds));
  std::array<char, 32> text{};
  if (whole >= kHour) {
    std::snprintf(text.data(), text.size(), "%d h %02d min", whole / kHour,
                  whole % kHour / kMinute);
  } else {
    std::snprintf(text.data(), text.size(), "%d:%02d", whole / kMinute, whole % kMinute);
  }
  return text.data();
}

std::string OfAll(const std::string& done, const std::string& in_all, bool known) {
  return known ? done + " of " + in_all : done;
}

// The share that is done; of bytes where they are known, as files differ in size.
double Share(const Progress::State& state) {
  const bool bytes = state.in_all.bytes > 0;
  const auto done = static_cast<double>(bytes ? state.done.bytes : state.done.files);
  const auto all = static_cast<double>(bytes ? state.in_all.bytes : state.in_all.files);
  return all > 0 ? std::min(done / all, 1.0) : 0;
}

// What there is to say; what matters most comes first.
std::vector<std::string> Parts(const Progress::State& state, std::chrono::milliseconds since) {
  const double seconds = std::chrono::duration<double>(since).count();
  const double share = Share(state);
  const bool rated = since >= kUncertain;
  std::vector<std::string> parts = {state.phase};
  if (share > 0) parts.push_back(Printed("%3.0f %%", share * 100));
  if (share > 0 && rated) parts.push_back(Time(seconds / share - seconds) + " left");
  if (state.done.files + state.in_all.files > 0) {
    parts.push_back(OfAll(std::to_string(state.done.files), std::to_string(state.in_all.files),
                          state.in_all.files > 0) +
                    " files");
  }
  const auto bytes = static_cast<double>(state.done.bytes);
  if (bytes > 0) {
    const auto in_all = static_cast<double>(state.in_all.bytes);
    parts.push_back(OfAll(BytesText(bytes), BytesText(in_all), in_all > 0));
    if (rated) parts.push_back(BytesText(bytes / seconds) + "/s");
  }
  return parts;
}

}  // namespace

std::string ProgressText(const Progress::State& state, std::chrono::milliseconds since_begin,
                         size_t width) {
  std::string line;
  for (const std::string& part : Parts(state, since_begin)) {
    const std::string longer = line + (line.empty() ? "" : "  ") + part;
    if (DisplayWidth(longer) > width) break;
    line = longer;
  }
  return line;
}

ProgressLine::ProgressLine(const Progress* progress)
    : progress_(*progress), thread_([this] { Show(); }) {}

ProgressLine::~ProgressLine() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    Erase();
  }
  ending_.notify_all();
  thread_.join();
}

void ProgressLine::WriteAbove(const std::string& text) {
  const std::lock_guard lock(mutex_);
  Erase();
  std::fputs(text.c_str(), stderr);
}

void ProgressLine::Show() {
  std::unique_lock lock(mutex_);
  ending_.wait_for(lock, kQuick, [&] { return ended_; });
  while (!ended_) {
    Draw();
    ending_.wait_for(lock, kBetweenUpdates, [&] { return ended_; });
  }
}

void ProgressLine::Draw() {
  const Progress::State state = progress_.Now();
  if (state.phase == nullptr) return;
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - state.began);
  // The last column stays free: a terminal may begin a new line behind it.
  const size_t width = std::max<size_t>(TerminalWidth(STDERR_FILENO), 2) - 1;
  const std::string text =
      ShouldStop() ? std::string("stopping").substr(0, width) : ProgressText(state, since, width);
  std::fprintf(stderr, "\r%s\x1B[K", text.c_str());
  drawn_ = true;
}

void ProgressLine::Erase() {
  if (drawn_) std::fputs("\r\x1B[K", stderr);
  drawn_ = false;
}

}  // namespace analyzer
