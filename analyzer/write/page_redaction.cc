#include "analyzer/write/page_redaction.h"

#include "analyzer/base/digest.h"

namespace analyzer {
namespace {

void Change(const Redact& redact, Personal kind, std::string* text) {
  if (!text->empty()) *text = redact(kind, *text);
}

class HistoryRedactor {
 public:
  explicit HistoryRedactor(const Redact& redact) : redact_(redact) {}

  void Apply(HistoryOriginal* original) const {
    Change(Personal::kCustomer, &original->customer);
    Change(Personal::kId, &original->own_id);
    Change(Personal::kUsername, &original->username);
    Change(Personal::kName, &original->first_name);
    Change(Personal::kName, &original->last_name);
    Apply(&original->place);
  }

  void Apply(HistoryEvent* event) const {
    for (SourcePlace& place : event->told_at) Apply(&place);
    HistoryOutcome& outcome = event->outcome;
    ApplyReported(&outcome);
    for (HistoryRecord& record : outcome.evidence) {
      ApplyReported(&record);
      Apply(&record.place);
      for (JoinStep& step : record.joining.steps) Apply(&step);
    }
    for (HistoryCandidate& candidate : outcome.candidates) Apply(&candidate.original);
  }

  void Change(Personal kind, std::string* text) const { analyzer::Change(redact_, kind, text); }

 private:
  // What an answer or a line says of whom it means.
  template <typename Reported>
  void ApplyReported(Reported* reported) const {
    Change(Personal::kId, &reported->customer_id);
    Change(Personal::kUsername, &reported->username);
    Change(Personal::kEmail, &reported->email);
    Change(Personal::kText, &reported->error);
  }

  void Apply(SourcePlace* place) const {
    Change(Personal::kPath, &place->file);
    Change(Personal::kPath, &place->member);
    Change(Personal::kText, &place->text);
  }

  void Apply(JoinStep* step) const {
    Change(Personal::kText, &step->value);
    for (std::string& customer : step->customers) Change(Personal::kCustomer, &customer);
    for (RuledOut& out : step->ruled_out) Change(Personal::kCustomer, &out.customer);
  }

  const Redact& redact_;
};

// A key that is not made of an id is made of names and numbers, and needs only to differ.
std::string PseudonymOfKey(std::string_view customer, Redactor* redactor,
                           const std::string& secret) {
  constexpr size_t kDigits = 16;
  if (customer.starts_with("customer:") || customer.starts_with("household:")) {
    return redactor->Customer(customer);
  }
  return "somebody:" + Sha256(secret + std::string(customer)).substr(0, kDigits);
}

}  // namespace

std::string ShowAsItIs(Personal /*kind*/, std::string_view text) { return std::string(text); }

Redact PseudonymsOf(Redactor* redactor, const SecretKey& key) {
  return [redactor, secret = std::string(key.bytes())](Personal kind, std::string_view text) {
    switch (kind) {
      case Personal::kCustomer:
        return PseudonymOfKey(text, redactor, secret);
      case Personal::kId:
        return redactor->Id(text);
      case Personal::kUsername:
        return redactor->Username(text);
      case Personal::kName:
        return redactor->Name(text);
      case Personal::kEmail:
        return redactor->Email(text);
      case Personal::kPath:
      case Personal::kText:
        break;
    }
    return redactor->FreeText(text);
  };
}

void RedactAudit(const Redact& redact, Audit* audit) {
  const auto change = [&redact](Personal kind, std::string* text) { Change(redact, kind, text); };
  for (RunRow& run : audit->runs) change(Personal::kPath, &run.log);
  for (BatchRow& batch : audit->batches) {
    for (auto& part : batch.parts) change(Personal::kPath, &part.file);
  }
  for (ErrorShape& error : audit->errors) {
    change(Personal::kText, &error.shape);
    change(Personal::kText, &error.example);
    change(Personal::kPath, &error.file);
  }
  for (AgainAndAgain& customer : audit->again_and_again) {
    change(Personal::kCustomer, &customer.customer);
    change(Personal::kId, &customer.customer_id);
    change(Personal::kUsername, &customer.username);
  }
  for (InTwoBatches& twice : audit->in_two_batches) {
    change(Personal::kCustomer, &twice.customer);
    for (auto& sending : twice.sendings) change(Personal::kPath, &sending.file);
  }
  for (UnknownId& unknown : audit->unknown_ids) {
    change(Personal::kId, &unknown.customer_id);
    change(Personal::kUsername, &unknown.username);
    change(Personal::kPath, &unknown.file);
  }
  for (Claim& claim : audit->claims) {
    change(Personal::kText, &claim.why);
    change(Personal::kPath, &claim.file);
  }
  for (SourceBytes& source : audit->sources) {
    change(Personal::kPath, &source.file);
    change(Personal::kPath, &source.member);
  }
}

void RedactHistory(const Redact& redact, CustomerHistory* history) {
  const HistoryRedactor redactor(redact);
  redactor.Change(Personal::kCustomer, &history->customer);
  for (HistoryOriginal& original : history->originals) redactor.Apply(&original);
  for (HistoryEvent& event : history->events) redactor.Apply(&event);
  for (std::string& customer : history->candidate_for) {
    redactor.Change(Personal::kCustomer, &customer);
  }
}

}  // namespace analyzer
