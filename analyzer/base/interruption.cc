#include "analyzer/base/interruption.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>

namespace analyzer {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};
constexpr int kSignalStatus = 128;  // and the signal's number: how a shell tells the same

std::atomic<int> stop_signal = 0;
std::atomic<bool> finishing = false;
// A handler may touch nothing that takes a lock.
static_assert(std::atomic<int>::is_always_lock_free);

// Has all signals that are not ignored handled so.
void Handle(void (*handler)(int)) {
  for (const int signal : kSignals) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    action = {};
    action.sa_handler = handler;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
  }
}

extern "C" void AskToStop(int signal) {
  stop_signal.store(signal, std::memory_order_relaxed);
  Handle(SIG_DFL);
}

}  // namespace

void HeedSignals() { Handle(AskToStop); }

int StopSignal() { return stop_signal.load(std::memory_order_relaxed); }

bool ShouldStop() { return StopSignal() != 0 && !finishing.load(std::memory_order_relaxed); }

void FinishWhatFollows() {
  StopIfAsked();
  finishing.store(true, std::memory_order_relaxed);
}

void EndBySignal() {
  std::fflush(nullptr);
  std::signal(StopSignal(), SIG_DFL);
  ::raise(StopSignal());
  ::_exit(kSignalStatus + StopSignal());
}

}  // namespace analyzer
