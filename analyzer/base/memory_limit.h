#pragma once

#include <cstddef>

namespace analyzer {

// How much memory reading may take, for the whole process. Set once, before anything is read.
struct MemoryLimit {
  size_t bytes = size_t{256} << 20;
  unsigned threads = 1;  // that read at the same time, and share it

  // Less cannot be kept to: threads, libraries and what is known of the inputs take some, too.
  static constexpr size_t kLeast = size_t{16} << 20;

  // What one text, or one list of what was found in it, may take of a thread's share before it is
  // kept in a file instead: a thread has up to 16 of these at once.
  size_t OfOneText() const { return bytes / 16 / threads; }
  // What was found and waits to be indexed.
  size_t OfFindings() const { return bytes / 8; }
  // What the index keeps of its own file.
  size_t OfIndex() const { return bytes / 8; }
};

const MemoryLimit& Memory();
void SetMemory(const MemoryLimit& limit);

// Gives memory that is free back to the system: where one kind of work ends, and the next needs
// other things.
void GiveBackMemory();

}  // namespace analyzer
