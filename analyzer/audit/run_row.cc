#include "analyzer/audit/run_row.h"

#include <map>
#include <utility>

namespace analyzer {

int64_t RunRow::duration_seconds() const {
  constexpr int64_t kSecond = 1000;
  return (ended.milliseconds - started.milliseconds + kSecond / 2) / kSecond;
}

std::vector<RunRow> LoadRuns(Index* index) {
  std::map<int64_t, Figures> figures = CountFigures(&index->database(), Grouping::kRun);
  Statement rows(index->database(),
                 "SELECT r.id, r.started, r.ended, f.path, r.household, (SELECT count(*)"
                 " FROM outcome o WHERE o.run = r.id AND o.state = 'resolved')"
                 " FROM run r JOIN file f ON f.id = r.file"
                 " WHERE r.same_as IS NULL ORDER BY r.id");
  std::vector<RunRow> runs;
  while (rows.Step()) {
    runs.push_back({rows.Number(0),
                    {rows.Number(1), false},
                    {rows.Number(2), false},
                    rows.Text(3),
                    rows.Number(4) != 0,
                    std::move(figures[rows.Number(0)]),
                    rows.Number(5)});
  }
  return runs;
}

}  // namespace analyzer
