#include "analyzer/cli/check_selection.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace analyzer {
namespace {

Status CheckRuns(Index* index, const std::vector<int64_t>& runs) {
  Statement known(index->database(), "SELECT 1 FROM run WHERE id = ? AND same_as IS NULL");
  for (const int64_t run : runs) {
    const bool found = known.Bind(run).Step();
    known.Reset();
    if (!found) {
      return Error{"--run " + std::to_string(run) +
                   ": there is no such run; the report numbers the runs that there are"};
    }
  }
  return {};
}

Status CheckSources(Index* index, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    Statement files(index->database(), "SELECT path FROM file");
    bool found = false;
    while (!found && files.Step()) found = IsNamed(files.Text(0), name);
    if (!found) return Error{"--source " + name + ": no file that was read has that name"};
  }
  return {};
}

}  // namespace

std::vector<std::string> ResultsOfNobody(Index* index, const Selection& selection) {
  Statement rows(index->database(),
                 "SELECT result FROM outcome WHERE state = 'failure' UNION"
                 " SELECT 'UNANSWERED' FROM unanswered WHERE state = 'open' ORDER BY 1");
  std::vector<std::string> known;
  std::string all;
  while (rows.Step()) {
    known.push_back(rows.Text(0));
    all += (all.empty() ? "" : ", ") + known.back();
  }
  std::vector<std::string> lines;
  for (const std::string& result : selection.results) {
    if (std::find(known.begin(), known.end(), result) != known.end()) continue;
    lines.push_back("--result " + result + ": nobody has it, so nobody is sent again for it; " +
                    (all.empty() ? "there is no failure" : "there are " + all));
  }
  return lines;
}

Status CheckSelection(Index* index, const Selection& selection) {
  Status status = CheckRuns(index, selection.runs);
  return status.ok() ? CheckSources(index, selection.sources) : status;
}

}  // namespace analyzer
