#include "analyzer/cli/advice.h"

namespace analyzer {
namespace {

std::string First(Index* index, const char* sql) {
  Statement statement(index->database(), sql);
  return statement.Step() ? statement.Text(0) : "";
}

// Files that --batches named and that hold no original: saved answers, or logs.
std::string NoBatchFiles(Index* index, const std::string& batches) {
  const std::string named = First(index,
                                  "SELECT path FROM file WHERE given_as = 'batch' AND items = 0"
                                  " ORDER BY path LIMIT 1");
  if (named.empty()) {
    return "no original was read, so that no failure can be written: name the folder of the batch "
           "files" +
           batches;
  }
  return "what --batches names holds no original, as " + named +
         ": name answers and logs as sources, without --batches, and the folder of the batch "
         "files" +
         batches;
}

std::string OtherImport(Index* index, const Books& books) {
  const std::string reported = First(
      index,
      "SELECT customer_id FROM failures WHERE customer_id <> '' ORDER BY customer_id LIMIT 1");
  const std::string own =
      First(index, "SELECT own_id FROM original WHERE own_id <> '' ORDER BY own_id LIMIT 1");
  std::string text = "none of the " + std::to_string(books.failures) +
                     " failures is of a customer in these batch files";
  if (!reported.empty() && !own.empty()) {
    text += ": no id that was reported, like " + reported + ", is one of theirs, like " + own;
  }
  return text +
         "; they are probably of another import: name the folder of its batch files with --batches";
}

}  // namespace

std::vector<std::string> Advice(Index* index, const Books& books) {
  Database& database = index->database();
  std::vector<std::string> lines;
  const bool originals = database.Number("SELECT EXISTS (SELECT 1 FROM original)") != 0;
  const bool told = books.seen > 0 || database.Number("SELECT EXISTS (SELECT 1 FROM run)") != 0;
  if (!originals && books.failures > 0) lines.push_back(NoBatchFiles(index, " with --batches"));
  if (originals && !told) {
    lines.emplace_back(
        "nothing but batch files was read, which tell of no failure: name what the client left "
        "behind as sources, as in: api_responses/ bulk_import.log failed_customers/");
  }
  if (!originals && !told) {
    lines.emplace_back(
        "neither a batch file nor an answer, a log or a record of failures was read; run "
        "`import-analyzer` alone in the client's folder: it says what is there");
  }
  if (originals && books.failures > 0 && books.failures == books.unmatched)
    lines.push_back(OtherImport(index, books));
  return lines;
}

}  // namespace analyzer
