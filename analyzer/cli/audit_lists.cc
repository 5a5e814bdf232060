#include "analyzer/cli/audit_lists.h"

#include <algorithm>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/cli/text_table.h"

namespace analyzer {
namespace {

constexpr size_t kMost = 10;

std::string Where(const std::string& file, std::optional<int64_t> line) {
  return file + (line ? ":" + Cell(*line) : "");
}

std::string InWords(const std::map<std::string, int64_t>& counts) {
  std::string words;
  for (const auto& [name, count] : counts) {
    words += (words.empty() ? "" : ", ") + Cell(count) + " " + name;
  }
  return words;
}

// A title, the table of the first rows, and how many more there are; nothing where there are none.
template <typename Row, typename Add>
std::string List(const std::string& title, const std::vector<Row>& rows, const Screen& screen,
                 TextTable table, Add add) {
  if (rows.empty()) return "";
  for (size_t i = 0; i < rows.size() && i < kMost; ++i) add(rows[i], &table);
  return screen.Heading(title) + "\n" + table.Text(screen) + AndMore(rows.size(), kMost) + "\n";
}

std::string ErrorsText(const Audit& audit, const Screen& screen) {
  return List("error texts, with what differs from one to the next masked", audit.errors, screen,
              TextTable({{"failed"}, {"text", kLeft}, {"reasons", kLeft}, {"for example", kLeft}}),
              [](const ErrorShape& error, TextTable* table) {
                const bool none = error.shape.empty();
                table->Add({Cell(error.count), none ? "(none)" : error.shape,
                            InWords(error.reasons), none ? "" : Where(error.file, error.line)});
              });
}

std::string BatchesText(const Audit& audit, const Screen& screen) {
  std::vector<BatchRow> worst;
  for (const BatchRow& batch : audit.batches) {
    if (batch.figures.failed() > 0) worst.push_back(batch);
  }
  std::stable_sort(worst.begin(), worst.end(), [](const BatchRow& a, const BatchRow& b) {
    return a.figures.failed() > b.figures.failed();
  });
  return List(
      "batches with the most failures", worst, screen,
      TextTable({{"run"}, {"batch"}, {"items"}, {"failed"}, {"reasons", kLeft}, {"from", kLeft}}),
      [](const BatchRow& batch, TextTable* table) {
        std::string from;
        for (const BatchRow::Part& part : batch.parts) {
          from += (from.empty() ? "" : ", ") + part.file + " " + Cell(part.first) + "-" +
                  Cell(part.last);
        }
        table->Add({Cell(batch.run), Cell(batch.number), batch.items ? Cell(*batch.items) : "?",
                    Cell(batch.figures.failed()), InWords(batch.figures.reasons), from});
      });
}

std::string CustomersText(const Audit& audit, const Screen& screen) {
  std::string text = List(
      "failed again and again, three times or more for one reason", audit.again_and_again, screen,
      TextTable(
          {{"times"}, {"attempts"}, {"reason", kLeft}, {"customer", kLeft}, {"username", kLeft}}),
      [](const AgainAndAgain& again, TextTable* table) {
        table->Add({Cell(again.times), Cell(again.attempts), again.reason, again.customer,
                    again.username});
      });
  text += List("sent several times by one run", audit.in_two_batches, screen,
               TextTable({{"run"}, {"batches", kLeft}, {"customer", kLeft}, {"items", kLeft}}),
               [](const InTwoBatches& twice, TextTable* table) {
                 std::string batches;
                 std::string items;
                 for (const InTwoBatches::Sending& sending : twice.sendings) {
                   batches += (batches.empty() ? "" : ", ") + Cell(sending.batch);
                   items +=
                       (items.empty() ? "" : ", ") + sending.file + " " + Cell(sending.position);
                 }
                 table->Add({Cell(twice.sendings.front().run), batches, twice.customer, items});
               });
  return text +
         List("told of in answers, and in no batch file", audit.unknown_ids, screen,
              TextTable({{"result", kLeft}, {"id", kLeft}, {"username", kLeft}, {"where", kLeft}}),
              [](const UnknownId& unknown, TextTable* table) {
                table->Add({unknown.result, unknown.customer_id, unknown.username,
                            Where(unknown.file, unknown.line)});
              });
}

std::string ClaimsText(const Audit& audit, const Screen& screen) {
  std::vector<Claim> wrong;
  for (const Claim& claim : audit.claims) {
    if (!claim.holds) wrong.push_back(claim);
  }
  if (wrong.empty() && !audit.claims.empty())
    return "claims of the client: all " + Cell(static_cast<int64_t>(audit.claims.size())) +
           " hold\n\n";
  return List(
      "claims of the client that do not hold: " + Cell(static_cast<int64_t>(wrong.size())) +
          " of " + Cell(static_cast<int64_t>(audit.claims.size())),
      wrong, screen,
      TextTable(
          {{"run"}, {"claim", kLeft}, {"said"}, {"evidence"}, {"where", kLeft}, {"why", kLeft}}),
      [](const Claim& claim, TextTable* table) {
        table->Add({claim.run ? Cell(*claim.run) : "", claim.claim, Cell(claim.said),
                    Cell(claim.evidence), Where(claim.file, claim.line), claim.why});
      });
}

void AddSource(const std::string& name, const SourceBytes& source, TextTable* table) {
  table->Add({name, Cell(source.bytes), Cell(source.documents), Cell(source.log_lines),
              Cell(source.window), Cell(source.salvaged), Cell(source.blank),
              Cell(source.not_understood)});
}

// First those of which the most was not understood, or only salvaged.
std::string SourcesText(const Audit& audit, const Screen& screen) {
  std::vector<SourceBytes> sources = audit.sources;
  std::stable_sort(sources.begin(), sources.end(), [](const SourceBytes& a, const SourceBytes& b) {
    return std::pair(a.not_understood, a.salvaged) > std::pair(b.not_understood, b.salvaged);
  });
  SourceBytes sum;
  TextTable table({{"bytes of", kLeft},
                   {"all"},
                   {"documents"},
                   {"log lines"},
                   {"window"},
                   {"salvaged"},
                   {"blank"},
                   {"not understood"}});
  for (size_t i = 0; i < sources.size(); ++i) {
    const SourceBytes& source = sources[i];
    if (i < kMost) AddSource(source.file, source, &table);
    sum.bytes += source.bytes;
    sum.documents += source.documents;
    sum.log_lines += source.log_lines;
    sum.window += source.window;
    sum.salvaged += source.salvaged;
    sum.blank += source.blank;
    sum.not_understood += source.not_understood;
  }
  AddSource("all " + Cell(static_cast<int64_t>(sources.size())), sum, &table);
  return table.Text(screen) + AndMore(sources.size(), kMost);
}

std::string ThroughputText(const Audit& audit, const Screen& screen) {
  std::vector<Throughput::Bucket> busy;
  for (const Throughput::Bucket& bucket : audit.throughput.buckets) {
    if (bucket.sent + bucket.answered + bucket.presumed + bucket.untold + bucket.unanswered > 0)
      busy.push_back(bucket);
  }
  return List("items over time, by " + Cell(audit.throughput.bucket_seconds) + " s", busy, screen,
              TextTable({{"from", kLeft, false, true},
                         {"sent"},
                         {"succeeded"},
                         {"failed"},
                         {"presumed"},
                         {"untold"},
                         {"unanswered"}}),
              [](const Throughput::Bucket& bucket, TextTable* table) {
                table->Add({FormatIso({bucket.time, true}), Cell(bucket.sent),
                            Cell(bucket.succeeded), Cell(bucket.failed), Cell(bucket.presumed),
                            Cell(bucket.untold), Cell(bucket.unanswered)});
              });
}

}  // namespace

std::string AndMore(size_t all, size_t most) {
  return all > most ? "... and " + std::to_string(all - most) + " more, see --json\n" : "";
}

std::string AuditLists(const Audit& audit, const Screen& screen) {
  return ErrorsText(audit, screen) + BatchesText(audit, screen) + CustomersText(audit, screen) +
         ClaimsText(audit, screen) + ThroughputText(audit, screen) + SourcesText(audit, screen);
}

}  // namespace analyzer
