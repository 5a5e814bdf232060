#include "analyzer/match/books.h"

namespace analyzer {
namespace {

std::map<std::string, int64_t> CountBy(Database* database, const char* sql) {
  std::map<std::string, int64_t> counts;
  Statement rows(*database, sql);
  while (rows.Step()) counts[rows.Text(0)] = rows.Number(1);
  return counts;
}

int64_t Sum(const std::map<std::string, int64_t>& counts) {
  int64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

void CountRecords(Database* database, Books* books) {
  const auto count = [&](const char* sql) { return database->Number(sql); };
  books->seen = count("SELECT count(*) FROM record WHERE NOT unpacked") +
                count("SELECT sum(packed_records) FROM response");
  books->accepted = count(
                        "SELECT count(*) FROM record WHERE standing = 'accepted'"
                        " AND set_aside = '' AND NOT unpacked") +
                    count("SELECT sum(packed_records) FROM response WHERE NOT later");
  books->failed = count("SELECT count(*) FROM record WHERE standing = 'failed' AND set_aside = ''");
  books->rejected = count(
      "SELECT count(*) FROM record WHERE set_aside = 'nameless'"
      " OR (standing = 'rejected' AND set_aside = '')");
  books->later = count("SELECT count(*) FROM record WHERE set_aside = 'later'") +
                 count("SELECT sum(packed_records) FROM response WHERE later");
}

void CountOutcomes(Database* database, Books* books) {
  const auto count = [&](const char* sql) { return database->Number(sql); };
  books->failed_outcomes = count("SELECT count(*) FROM outcome WHERE state <> 'accepted'");
  books->further_evidence = count(
      "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM record r JOIN outcome o"
      " ON o.id = r.outcome WHERE r.standing = 'failed' AND o.state <> 'accepted' GROUP BY o.id)");
  books->overruled = count(
      "SELECT count(*) FROM record r JOIN outcome o ON o.id = r.outcome"
      " WHERE r.standing = 'failed' AND o.state = 'accepted'");
  books->failures = count("SELECT count(*) FROM outcome WHERE state = 'failure'");
  books->superseded = count("SELECT count(*) FROM outcome WHERE state = 'superseded'");
  books->resolved = count("SELECT count(*) FROM outcome WHERE state = 'resolved'");
  books->matched = count("SELECT count(*) FROM failures WHERE joining = 'matched'");
  books->ambiguous = count("SELECT count(*) FROM failures WHERE joining = 'ambiguous'");
  books->unmatched = count("SELECT count(*) FROM failures WHERE joining = 'unmatched'");
}

void CountItems(Database* database, Books* books) {
  const auto count = [&](const char* sql) { return database->Number(sql); };
  books->items = count("SELECT sum(count) FROM batch");
  books->answered = count("SELECT sum(answered) FROM batch");
  books->presumed = count("SELECT sum(presumed) FROM batch");
  books->untold = count("SELECT sum(untold) FROM batch");
  books->unanswered = count("SELECT sum(unanswered) FROM batch");
  books->unanswered_by_cause = CountBy(
      database, "SELECT cause, sum(unanswered) FROM batch WHERE unanswered > 0 GROUP BY cause");
  books->unanswered_by_state =
      CountBy(database, "SELECT state, count(*) FROM unanswered GROUP BY state");
  books->unanswered_not_at_hand = count("SELECT sum(unanswered) FROM batch WHERE items IS NULL");
}

}  // namespace

std::string Differ(const std::string& what, int64_t left, int64_t right) {
  if (left == right) return "";
  return what + ": " + std::to_string(left) + " is not " + std::to_string(right) + "; ";
}

std::string Books::Imbalance() const {
  return Differ("records seen = accepted + failed + rejected + later", seen,
                accepted + failed + rejected + later) +
         Differ("failed records = failed outcomes + further evidence + overruled", failed,
                failed_outcomes + further_evidence + overruled) +
         Differ("failed outcomes = failures + superseded + resolved", failed_outcomes,
                failures + superseded + resolved) +
         Differ("failures = written + ambiguous + unmatched", failures,
                matched + ambiguous + unmatched) +
         Differ("items = answered + presumed accepted + not told apart + unanswered", items,
                answered + presumed + untold + unanswered) +
         Differ("unanswered items by cause", unanswered, Sum(unanswered_by_cause)) +
         Differ("unanswered items by what became of them", unanswered,
                Sum(unanswered_by_state) + unanswered_not_at_hand);
}

Books CountBooks(Database* database) {
  Books books;
  CountRecords(database, &books);
  CountOutcomes(database, &books);
  CountItems(database, &books);
  return books;
}

}  // namespace analyzer
