#include "analyzer/audit/figures.h"

#include "analyzer/match/books.h"

namespace analyzer {
namespace {

using Groups = std::map<int64_t, Figures>;

const char* KeyOf(Grouping grouping) {
  switch (grouping) {
    case Grouping::kAll:
      return "0";
    case Grouping::kRun:
      return "b.run";
    case Grouping::kBatch:
      return "b.id";
  }
  return "0";
}

void CountItems(Database* database, const std::string& key, Groups* groups) {
  Statement rows(*database,
                 "SELECT " + key +
                     ", count(*), sum(coalesce(count, 0)),"
                     " sum(CASE cause WHEN 'never sent' THEN unanswered ELSE 0 END),"
                     " sum(coalesce(count, 0) - CASE cause WHEN 'never sent' THEN unanswered"
                     " ELSE 0 END), sum(answered), sum(presumed), sum(untold),"
                     " sum(CASE cause WHEN 'never sent' THEN 0 ELSE unanswered END), sum(succeeded)"
                     " FROM batch b GROUP BY 1");
  while (rows.Step()) {
    Figures& figures = (*groups)[rows.Number(0)];
    figures.batches = rows.Number(1);
    figures.planned = rows.Number(2);
    figures.never_sent = rows.Number(3);
    figures.sent = rows.Number(4);
    figures.answered = rows.Number(5);
    figures.presumed = rows.Number(6);
    figures.untold = rows.Number(7);
    figures.unanswered = rows.Number(8);
    figures.succeeded = rows.Number(9);
  }
}

void CountReasons(Database* database, const std::string& key, Groups* groups) {
  Statement rows(*database, "SELECT " + key +
                                ", o.result, count(*) FROM outcome o"
                                " JOIN batch b ON b.id = o.counted_in GROUP BY 1, 2");
  while (rows.Step()) (*groups)[rows.Number(0)].reasons[rows.Text(1)] = rows.Number(2);
}

void CountAttempts(Database* database, const std::string& key, Groups* groups) {
  Statement all(*database, "SELECT " + key +
                               ", count(*) FROM attempt a JOIN batch b ON b.id = a.batch"
                               " GROUP BY 1");
  while (all.Step()) (*groups)[all.Number(0)].attempts = all.Number(1);
  Statement helped(*database,
                   "SELECT " + key +
                       ", count(DISTINCT b.id) FROM attempt a JOIN batch b ON b.id = a.batch"
                       " WHERE a.ending = 'answered' AND EXISTS (SELECT 1 FROM attempt before"
                       " WHERE before.batch = b.id AND before.id < a.id"
                       " AND before.ending <> 'answered') GROUP BY 1");
  while (helped.Step()) (*groups)[helped.Number(0)].answered_after_a_failure = helped.Number(1);
}

}  // namespace

int64_t Figures::failed() const {
  int64_t sum = 0;
  for (const auto& [reason, count] : reasons) sum += count;
  return sum;
}

std::optional<double> Figures::success_rate() const {
  if (answered == 0) return std::nullopt;
  return static_cast<double>(succeeded) / static_cast<double>(answered);
}

std::string Figures::Imbalance(const std::string& of_what) const {
  const std::string what = of_what + ": ";
  return Differ(what + "planned = never sent + sent", planned, never_sent + sent) +
         Differ(what + "sent = answered + presumed + untold + unanswered", sent,
                answered + presumed + untold + unanswered) +
         Differ(what + "answered = succeeded + each reason", answered, succeeded + failed());
}

std::map<int64_t, Figures> CountFigures(Database* database, Grouping grouping) {
  Groups groups;
  const std::string key = KeyOf(grouping);
  CountItems(database, key, &groups);
  CountReasons(database, key, &groups);
  CountAttempts(database, key, &groups);
  return groups;
}

}  // namespace analyzer
