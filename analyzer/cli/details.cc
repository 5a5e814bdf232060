#include "analyzer/cli/details.h"

#include "analyzer/cli/text_table.h"

namespace analyzer {
namespace {

std::string CountsText(Index* index, const char* title, const char* sql, const Screen& screen) {
  TextTable table({{title, TextTable::Align::kLeft}, {"failures"}});
  Statement rows(index->database(), sql);
  while (rows.Step()) table.Add({rows.Text(0), rows.Text(1)});
  return table.rows() == 0 ? "" : "\n" + table.Text(screen);
}

}  // namespace

std::string JoiningText(Index* index, const Screen& screen) {
  return CountsText(index, "joined by",
                    "SELECT CASE joined_by WHEN '' THEN joining ELSE joined_by END, count(*)"
                    " FROM failures GROUP BY 1 ORDER BY 2 DESC, 1",
                    screen) +
         CountsText(index, "originals taken from",
                    "SELECT original_file, count(*) FROM failures WHERE original_file IS NOT NULL"
                    " GROUP BY 1 ORDER BY 1",
                    screen);
}

}  // namespace analyzer
