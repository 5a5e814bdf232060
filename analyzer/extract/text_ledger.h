#pragma once

#include <cstddef>
#include <string_view>

#include "analyzer/extract/sink.h"

namespace analyzer {

// Accounts for each byte of a text exactly once, and tells a sink in stretches of one kind.
class TextLedger {
 public:
  // Both must outlive this. All before `begin` is accounted for.
  TextLedger(std::string_view text, Sink* sink, size_t begin)
      : text_(text), sink_(sink), told_(begin), reached_(begin) {}

  // All from where the last call ended up to `end` is of this kind; nothing where that lies behind.
  // Of what is not understood, the white space at either end is blank.
  void Reach(size_t end, TextKind kind);

  // Tells what is still to be told of what was reached. What follows is told by itself.
  void Tell();
  // Tells what is still to be told; the rest of the text is not understood.
  void Finish();

 private:
  void Add(size_t end, TextKind kind);

  std::string_view text_;
  Sink* sink_;
  size_t told_;                       // up to here the sink knows
  size_t reached_;                    // up to here the kind is known
  TextKind kind_ = TextKind::kBlank;  // of what lies between
};

}  // namespace analyzer
