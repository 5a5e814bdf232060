#include "analyzer/audit/source_bytes.h"

#include "analyzer/match/books.h"

namespace analyzer {

std::string SourceBytes::Imbalance() const {
  return Differ("bytes of " + file, bytes,
                documents + log_lines + window + salvaged + blank + not_understood);
}

std::vector<SourceBytes> LoadSourceBytes(Index* index) {
  Statement rows(index->database(),
                 "SELECT path, member, role, bytes, documents, log_lines, window, salvaged, blank,"
                 " not_understood FROM file ORDER BY path");
  std::vector<SourceBytes> sources;
  while (rows.Step()) {
    sources.push_back({rows.Text(0), rows.Text(1), rows.Text(2), rows.Number(3), rows.Number(4),
                       rows.Number(5), rows.Number(6), rows.Number(7), rows.Number(8),
                       rows.Number(9)});
  }
  return sources;
}

}  // namespace analyzer
