#include "analyzer/extract/scan_text.h"

namespace analyzer {

TextTally ScanText(std::string_view text, const Context& context, Sink* sink,
                   const ResumePoint* from) {
  return ScanText(Stretches(text, context, from), sink);
}

TextTally ScanText(const Stretches& stretches, Sink* sink) {
  ScannedStretch scanned;
  for (size_t stretch = 0; stretch < stretches.count(); stretch = stretches.Behind(scanned))
    scanned = stretches.Scan(stretch, scanned.tally, sink);
  return scanned.tally;
}

}  // namespace analyzer
