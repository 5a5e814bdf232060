#include "analyzer/audit/log_claims.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "analyzer/audit/claim_lines.h"

namespace analyzer {
namespace {

int64_t Get(const std::map<std::string, int64_t>& counts, const std::string& key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

// What became of the items, without what there is none of.
std::string InWords(const Figures& figures) {
  std::string words = "of " + std::to_string(figures.planned) + " items";
  const char* separator = " ";
  const auto add = [&](int64_t count, const char* what) {
    if (count == 0) return;
    words += separator + std::to_string(count) + what;
    separator = ", ";
  };
  add(figures.succeeded, " were accepted");
  add(figures.presumed, " are presumed accepted");
  add(figures.failed(), " failed");
  add(figures.untold, " have a result that no source tells");
  add(figures.unanswered, " were not answered");
  add(figures.never_sent, " were never sent");
  return words;
}

// Holds what one run's lines say against its figures.
class RunClaims {
 public:
  RunClaims(const RunRow& run, const std::vector<RunRow>& runs,
            const std::vector<BatchRow>& batches)
      : run_(run), figures_(run.figures) {
    for (const RunRow& other : runs) {
      if (other.household != run.household || other.ended.milliseconds > run.ended.milliseconds)
        continue;
      for (const auto& [reason, count] : other.figures.reasons) so_far_[reason] += count;
    }
    for (const BatchRow& batch : batches) {
      if (batch.run == run.id) batches_[batch.number] = &batch;
    }
  }

  std::vector<Claim> Judge(const std::vector<ClaimLine>& lines) {
    for (const ClaimLine& line : lines) {
      if (line.pattern == "summary_reason") named_reasons_.insert(line.path);
    }
    for (const ClaimLine& line : lines) JudgeLine(line);
    JudgeSums();
    return std::move(claims_);
  }

 private:
  void JudgeLine(const ClaimLine& line) {
    const int64_t said = line.count.value_or(0);
    if (line.pattern == "summary_total") {
      Tell("total", line, said, figures_.planned, "its batches have so many items");
    } else if (line.pattern == "summary_successful") {
      Tell("successful", line, said, figures_.succeeded + figures_.presumed, InWords(figures_));
    } else if (line.pattern == "summary_failed") {
      const int64_t failed = figures_.failed();
      const bool untold = said > failed && said <= failed + figures_.untold;
      Tell("failed", line, said, untold ? said : failed, InWords(figures_));
    } else if (line.pattern == "summary_success_rate") {
      TellRate(line, said);
    } else if (line.pattern == "summary_duration") {
      TellDuration(line, said);
    } else if (line.pattern == "summary_api_failures") {
      Tell("api_failures", line, said, BatchesWithoutAnswer(),
           "so many batches have no attempt that was answered");
    } else if (line.pattern == "summary_reason") {
      TellReason(line, said);
    } else if (line.pattern == "saved_failures") {
      Sum("saved_failures", line, said, figures_.failed());
    } else if (line.pattern == "saved_single_failures") {
      Sum("saved_single_failures " + line.path, line, said, Get(figures_.reasons, line.path));
    } else if (line.pattern == "failures_detected") {
      Sum("failures_detected", line, said, figures_.failed());
    } else {
      JudgeBatchLine(line, said);
    }
  }

  void JudgeBatchLine(const ClaimLine& line, int64_t said) {
    const auto batch = line.number ? batches_.find(*line.number) : batches_.end();
    if (batch == batches_.end()) return;
    const Figures& figures = batch->second->figures;
    const std::string which = "batch " + std::to_string(*line.number) + ": ";
    if (line.pattern == "answered_failures" || line.pattern == "answered_no_failures") {
      const int64_t failed = figures.failed();
      if (said >= failed && said <= failed + figures.untold) return;
      Tell("failures_of_batch", line, said, failed, which + InWords(figures));
    } else if (line.pattern == "more_failures") {
      constexpr int64_t kNamed = 3;
      const int64_t more = std::max<int64_t>(figures.failed() - kNamed, 0);
      if (said >= more && said <= more + figures.untold) return;
      Tell("more_failures_of_batch", line, said, more, which + InWords(figures));
    } else if (line.batches) {
      if (counter_ == nullptr || said > counter_->count.value_or(0)) counter_ = &line;
    }
  }

  void JudgeSums() {
    if (counter_ != nullptr) {
      const auto answered = std::count_if(batches_.begin(), batches_.end(), [](const auto& entry) {
        return HasEnding(*entry.second, {"answered", "broken body"});
      });
      Tell("batches_done", *counter_, *counter_->count, answered,
           "so many of its batches were answered; the counter goes on from run to run");
      Tell("batches_in_all", *counter_, *counter_->batches, figures_.batches,
           "its log tells of so many batches");
    }
    for (auto& [name, sum] : sums_) {
      Tell(name, *sum.last, sum.said, sum.evidence,
           "its lines together; the last one is named. " + InWords(figures_));
    }
  }

  void TellRate(const ClaimLine& line, int64_t said) {
    if (figures_.planned == 0) return;
    const int64_t items = figures_.succeeded + figures_.presumed;
    const int64_t rate = (items * 1000 + figures_.planned / 2) / figures_.planned;
    Tell("success_rate_per_mille", line, said, rate, InWords(figures_));
  }

  // The client's clock begins a little before its first line, or behind it.
  void TellDuration(const ClaimLine& line, int64_t said) {
    constexpr int64_t kTolerance = 1000;
    const int64_t seen = run_.ended.milliseconds - run_.started.milliseconds;
    Tell("duration_milliseconds", line, said, std::abs(said - seen) <= kTolerance ? said : seen,
         "its lines span so long");
  }

  // The client counts on from run to run. UNKNOWN is what it has no line for.
  void TellReason(const ClaimLine& line, int64_t said) {
    const int64_t of_run = Reasons(figures_.reasons, line.path);
    const int64_t so_far = Reasons(so_far_, line.path);
    Tell("reason " + line.path, line, said, said == of_run ? of_run : so_far,
         "up to the end of this run so many failed, " + std::to_string(of_run) + " of them in it");
  }

  int64_t Reasons(const std::map<std::string, int64_t>& counts, const std::string& reason) const {
    int64_t sum = 0;
    for (const auto& [name, count] : counts) {
      if (name == reason || (reason == "UNKNOWN" && !named_reasons_.contains(name))) sum += count;
    }
    return sum;
  }

  static bool HasEnding(const BatchRow& batch, const std::set<std::string>& endings) {
    return !batch.endings.empty() && endings.contains(batch.endings.back());
  }

  int64_t BatchesWithoutAnswer() const {
    return std::count_if(batches_.begin(), batches_.end(), [](const auto& entry) {
      return !entry.second->endings.empty() &&
             !HasEnding(*entry.second, {"answered", "broken body", ""});
    });
  }

  void Tell(const std::string& what, const ClaimLine& line, int64_t said, int64_t evidence,
            const std::string& why) {
    const bool holds = said == evidence;
    claims_.push_back(
        {what, said, evidence, run_.id, line.file, line.line, holds, holds ? "" : why});
  }

  void Sum(const std::string& name, const ClaimLine& line, int64_t said, int64_t evidence) {
    sums_[name].said += said;
    sums_[name].evidence = evidence;
    sums_[name].last = &line;
  }

  struct Total {
    int64_t said = 0;
    int64_t evidence = 0;
    const ClaimLine* last = nullptr;
  };

  const RunRow& run_;
  const Figures& figures_;
  std::map<std::string, int64_t> so_far_;  // reasons, up to the end of this run
  std::map<int64_t, const BatchRow*> batches_;
  std::set<std::string> named_reasons_;
  std::map<std::string, Total> sums_;
  const ClaimLine* counter_ = nullptr;  // with the highest count
  std::vector<Claim> claims_;
};

}  // namespace

std::vector<Claim> LoadLogClaims(Index* index, const std::vector<RunRow>& runs,
                                 const std::vector<BatchRow>& batches) {
  const std::map<int64_t, std::vector<ClaimLine>> lines = LoadClaimLines(index);
  std::vector<Claim> claims;
  for (const RunRow& run : runs) {
    const auto of_run = lines.find(run.id);
    if (of_run == lines.end()) continue;
    for (Claim& claim : RunClaims(run, runs, batches).Judge(of_run->second)) {
      claims.push_back(std::move(claim));
    }
  }
  return claims;
}

}  // namespace analyzer
