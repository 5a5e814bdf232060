#include "analyzer/cli/verify_text.h"

#include <algorithm>
#include <map>

namespace analyzer {
namespace {

constexpr size_t kNameWidth = 24;
constexpr size_t kNumberWidth = 11;

// What comes from a source or a file name must not break the lines.
std::string Shown(std::string_view text) {
  std::string shown(text);
  std::replace_if(
      shown.begin(), shown.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }, '?');
  return shown;
}

std::string Row(std::string_view name, std::string_view number) {
  std::string row(name);
  row.resize(std::max(row.size(), kNameWidth), ' ');
  row += std::string(kNumberWidth - std::min(kNumberWidth, number.size()), ' ');
  return row.append(number) + "\n";
}

std::string CountsText(const Verification& result) {
  std::map<FindingKind, size_t> counts;
  for (const Finding& finding : result.faults) ++counts[finding.kind];
  std::string text = Row("finding", "number");
  for (const auto& [kind, count] : counts) text += Row(TextOf(kind).name, std::to_string(count));
  return text + Row("in all", std::to_string(result.faults.size()));
}

std::string EvidenceText(const Witness& evidence) {
  std::string text = "      " + Shown(evidence.file);
  if (evidence.line) text += ":" + std::to_string(*evidence.line);
  if (evidence.byte) text += "#" + std::to_string(*evidence.byte);
  return text + (evidence.says.empty() ? "" : " " + Shown(evidence.says)) + "\n";
}

std::string FindingText(const Finding& finding) {
  std::string line;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) line += (line.empty() ? "" : " ") + Shown(part);
  };
  add(finding.file.empty() ? finding.reason : finding.file);
  if (finding.position) line += "[" + std::to_string(*finding.position) + "]";
  add(finding.customer_id);
  add(finding.username);
  std::string text = "  " + line + (line.empty() ? "" : ": ") + Shown(finding.what) + "\n";
  for (const Witness& evidence : finding.evidence) text += EvidenceText(evidence);
  return text;
}

// One group a kind, with what the kind means and what to do.
std::string GroupsText(const std::vector<Finding>& findings) {
  std::string text;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (i == 0 || findings[i].kind != findings[i - 1].kind) {
      const KindText& kind = TextOf(findings[i].kind);
      text += "\n" + std::string(kind.name) + ": " + std::string(kind.meaning) + "\n  -> " +
              std::string(kind.remedy) + "\n";
    }
    text += FindingText(findings[i]);
  }
  return text;
}

std::string Counted(size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

std::string Verdict(const Verification& result) {
  const auto files = static_cast<size_t>(result.single_files + result.retry_batches);
  const std::string findings = Counted(result.faults.size(), "finding");
  if (files == 0) return "\nthere is no file to be sent again; " + findings + "\n";
  std::string text = "\n" + std::to_string(result.as_sent) + " of " + Counted(files, "file") +
                     (result.as_sent == 1 ? " is" : " are") +
                     " exactly what was sent and not imported";
  if (result.proved > 0) text += ", " + std::to_string(result.proved) + " of them byte for byte";
  text += "; " + findings;
  if (!result.notes.empty()) text += ", " + Counted(result.notes.size(), "note");
  return text + "\n";
}

}  // namespace

std::string VerifyText(const Verification& result) {
  return CountsText(result) + GroupsText(result.faults) + GroupsText(result.notes) +
         Verdict(result);
}

}  // namespace analyzer
