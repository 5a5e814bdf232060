#include "analyzer/audit/finding.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace analyzer {
namespace {

// In the order of FindingKind.
constexpr std::array<KindText, kFindingKinds> kTexts = {{
    {"missing", "somebody failed, the original is known, and there is no file",
     "write the tree anew with `recover`"},
    {"misfiled", "the file is under a reason for which the customer never failed",
     "move it to the reason's folder, or write the tree anew with `recover`"},
    {"stale", "imported since, or failed since for another reason",
     "do not send it again; remove it, or write the tree anew with `recover`"},
    {"made up", "no source tells that the customer failed",
     "do not send it before somebody has found out where it comes from"},
    {"undecided", "nothing tells certainly which original the failure is of",
     "decide by hand with --decide, as `unmatched.json` of `recover` tells"},
    {"wrong original", "it was sent, but it is not what failed here",
     "do not send it; write the tree anew with `recover`"},
    {"altered", "its value is that of nothing that was sent",
     "send it only if it was mended on purpose; else write the tree anew with `recover`"},
    {"null", "there is nothing in it to send", "write the tree anew with `recover`"},
    {"unreadable", "it cannot be read, or is no JSON",
     "mend or remove it, or write the tree anew with `recover`"},
    {"not importable", "the API's rules refuse it", "mend it by hand before it is sent"},
    {"changed", "its bytes are not those that were written",
     "write the tree anew with `recover`, or keep it if that was on purpose"},
    {"gone", "manifest.json lists it, and it is not there",
     "bring it back, or write the tree anew with `recover`"},
    {"not listed", "it is there, and manifest.json does not list it",
     "do not send it before somebody has found out where it comes from"},
    {"source differs", "what it was cut from, cut again, is something else",
     "find out which of the two was changed; the batch file as it was sent decides"},
    {"miscount", "a summary's numbers are not those of the files or of the sources",
     "do not rely on it; `recover` writes a summary that counts all"},
    {"twice", "one customer would be sent twice", "remove one of the two"},
    {"in both", "one customer has a file and is in a retry batch",
     "send the files or the retry batches, not both"},
    {"recorded twice", "the client recorded several failures of one customer and reason",
     "send it once"},
    {"not proved", "what it was cut from is not among the sources",
     "name the batch files that it was written from"},
}};

}  // namespace

const KindText& TextOf(FindingKind kind) { return kTexts[static_cast<size_t>(kind)]; }

bool IsNote(FindingKind kind) { return kind >= FindingKind::kInBoth; }

void Sort(std::vector<Finding>* findings) {
  const auto key = [](const Finding& finding) {
    return std::tie(finding.kind, finding.file, finding.position, finding.reason,
                    finding.customer_id, finding.username, finding.what);
  };
  std::sort(findings->begin(), findings->end(),
            [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

}  // namespace analyzer
