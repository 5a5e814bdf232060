#include "analyzer/match/outcomes.h"

#include <map>
#include <string>
#include <utility>

#include "analyzer/base/digest.h"
#include "analyzer/base/memory_limit.h"
#include "analyzer/match/answers.h"
#include "analyzer/match/batch_counts.h"
#include "analyzer/match/customer_outcomes.h"
#include "analyzer/match/evidence.h"
#include "analyzer/match/evidence_table.h"
#include "analyzer/match/nameless.h"
#include "analyzer/match/outcome_writer.h"
#include "analyzer/match/sendings.h"

namespace analyzer {
namespace {

class Matcher {
 public:
  Matcher(Index* index, const MatchOptions& options)
      : database_(index->database()), index_(index), options_(options) {}

  MatchReport Run() {
    ForgetMatches(index_);
    SetLaterAside();
    const Runs runs = Runs::Load(index_, options_.as_of);
    runs.Store(index_);
    GiveBackMemory();
    EvidenceLoader loader(index_, runs);
    loader.StorePlaces();
    const auto answers = FindAnswers(runs, &loader);
    const Sendings sendings(runs, answers, &loader.joiner());
    EvidenceTable evidence(&database_);
    sendings.ForEachWithoutResult(
        [&](const std::string& customer, int64_t original) { evidence.Ask(customer, original); });
    loader.Gather(&evidence);
    AttachNameless(index_, &loader, &evidence);
    BatchCounter counter(index_);
    MakeOutcomes(sendings, &evidence, &loader, &counter);
    counter.Store(runs, answers);
    for (const auto& [path, count] : runs.unplaced()) {
      report_.notes.push_back(path + " tells of " + std::to_string(count) +
                              " attempts without a result, and no log tells whom it sent");
    }
    report_.books = CountBooks(&database_);
    Statement(database_, "INSERT INTO matching (as_of) VALUES (?)").Bind(options_.as_of).Run();
    return std::move(report_);
  }

 private:
  // What is known to be later than the moment that was asked for does not count.
  void SetLaterAside() {
    if (!options_.as_of) return;
    // A date alone in a file's name gives no time within its day.
    Statement(database_,
              "UPDATE response SET later = 1 WHERE coalesce(time, (SELECT named_time FROM file f"
              " WHERE f.id = response.file AND named_time % 86400000 <> 0)) > ?")
        .Bind(*options_.as_of)
        .Run();
    Statement(database_,
              "UPDATE record SET set_aside = 'later' WHERE coalesce("
              "(SELECT time FROM response s WHERE s.id = record.response), time,"
              " (SELECT named_time FROM file f WHERE f.id = record.file"
              " AND named_time % 86400000 <> 0)) > ?")
        .Bind(*options_.as_of)
        .Run();
  }

  // Customer by customer: there may be more of them than memory holds.
  void MakeOutcomes(const Sendings& sendings, EvidenceTable* evidence, EvidenceLoader* loader,
                    BatchCounter* counter) {
    OutcomeWriter writer(index_, options_, &report_);
    evidence->ForEach([&](const CustomerEvidence& of_one) {
      const std::string& customer = of_one.customer;
      CustomerOutcomes known(of_one, loader);
      std::vector<Outcome>& outcomes = known.outcomes();
      Judge(customer, &outcomes);
      const SettledCustomer settled = sendings.Settle(of_one.original, &outcomes);
      writer.Add(customer, &outcomes);
      for (const UnansweredItem& item : settled.unanswered) writer.AddUnanswered(customer, item);
      counter->Add(customer, settled.sendings, outcomes);
    });
    writer.Finish();
  }

  static void Judge(const std::string& customer, std::vector<Outcome>* outcomes) {
    for (Outcome& outcome : *outcomes) Conclude(&outcome);
    if (!MayBeSeveral(customer)) return FindLastWords(outcomes);
    for (Outcome& outcome : *outcomes) {
      outcome.state = outcome.accepted ? "accepted" : "failure";
    }
  }

  Database& database_;
  Index* index_;
  const MatchOptions& options_;
  MatchReport report_;
};

}  // namespace

MatchReport Match(Index* index, const MatchOptions& options) {
  return Matcher(index, options).Run();
}

void ForgetMatches(Index* index) {
  index->database().Execute(
      "DELETE FROM record WHERE unpacked;"
      "UPDATE record SET outcome = NULL, set_aside = ''"
      " WHERE outcome IS NOT NULL OR set_aside <> '';"
      "UPDATE response SET later = 0 WHERE later;"
      "UPDATE response SET run = NULL, batch = NULL, attempt = NULL WHERE run IS NOT NULL;"
      "DELETE FROM candidate; DELETE FROM outcome; DELETE FROM unanswered; DELETE FROM attempt;"
      "DELETE FROM batch_part; DELETE FROM batch; DELETE FROM run; DELETE FROM matching");
}

std::string FailureKey(const std::string& evidence) { return Sha256(evidence).substr(0, 16); }

}  // namespace analyzer
