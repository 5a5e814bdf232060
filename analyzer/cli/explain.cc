#include "analyzer/cli/explain.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "analyzer/audit/find_customers.h"
#include "analyzer/audit/history.h"
#include "analyzer/audit/trace_joining.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/write/history_json.h"
#include "analyzer/write/history_text.h"
#include "analyzer/write/place_text.h"
#include "analyzer/write/terminal_text.h"
#include "analyzer/write/written_files.h"

namespace analyzer {
namespace {

// Where `recover` put the index beside its output, that is the output.
std::filesystem::path OutputOf(const std::filesystem::path& index) {
  std::error_code code;
  return std::filesystem::is_directory(index, code) ? index : index.parent_path();
}

int TellNobody(Index* index, const std::string& what) {
  std::string message = "no source tells of '" + TerminalText(what) + "'";
  const std::vector<std::string> alike = FindAlike(index, what);
  if (!alike.empty()) message += "; did you mean";
  for (const std::string& text : alike) {
    message += (&text == alike.data() ? " " : ", ") + TerminalText(text);
  }
  return Fail({message}, kNeedsALook);
}

int TellSeveral(const std::string& what, const std::vector<std::string>& customers) {
  std::string message = std::to_string(customers.size()) + " customers are called '" +
                        TerminalText(what) + "'; ask for one of them:";
  for (const std::string& customer : customers) {
    message += "\n  explain '" + TerminalText(customer) + "'";
  }
  return Fail({message}, kNeedsALook);
}

CustomerHistory Load(const ExplainOptions& options, const std::string& customer, Index* index) {
  JoiningTracer tracer(index);
  CustomerHistory history = HistoryLoader(index).Load(customer, tracer.AcceptedOf(customer));
  tracer.Trace(&history);
  ReadPlaces(index, &history);
  if (!options.input.index.empty()) {
    WrittenFiles(OutputOf(options.input.index)).FindWritten(&history);
  }
  return history;
}

int RunExplain(const ExplainOptions& options) {
  Input input;
  if (const int status = OpenInput(options.input, &input); status != kDone) return status;
  Index* const index = input.index.get();
  const std::vector<std::string> customers = FindCustomers(index, options.what);
  if (customers.empty()) return TellNobody(index, options.what);
  if (customers.size() > 1) return TellSeveral(options.what, customers);
  const CustomerHistory history = Load(options, customers.front(), index);
  const Status status = PrintJson(options.json ? HistoryDocument(history) : HistoryText(history));
  if (!status.ok()) return Fail(status.error(), kCouldNot);
  return TellIntake(input.intake);
}

}  // namespace

int Explain(const ExplainOptions& options) { return Guarded("", RunExplain, options); }

}  // namespace analyzer
