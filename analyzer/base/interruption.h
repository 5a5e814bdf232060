#pragma once

namespace analyzer {

// Thrown where work is given up because somebody asked for that. It is no std::exception: what
// makes errors of those lets it pass, up to where the subcommand began.
struct Interrupted {};

// From now on the first SIGINT, SIGTERM or SIGHUP asks the work to stop, and a second one ends the
// process at once. What the caller of the program has the process ignore stays ignored.
void HeedSignals();

// The signal that asked to stop; 0: none did. On any thread.
int StopSignal();

// Whether work is to be given up: a signal asked for it, and FinishWhatFollows was not called.
bool ShouldStop();

// Throws Interrupted where work is to be given up. Called between pieces of work, on any thread; it
// costs a load.
inline void StopIfAsked() {
  if (ShouldStop()) throw Interrupted();
}

// Called once all is ready and before anything is put in its place: what follows, to the end of the
// process, is not given up any more. Throws Interrupted where that was asked for before.
void FinishWhatFollows();

// Ends the process as the signal would have, had nobody heeded it. REQUIRES: StopSignal() != 0.
[[noreturn]] void EndBySignal();

}  // namespace analyzer
