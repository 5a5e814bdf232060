#include "analyzer/write/page_histories.h"

#include "analyzer/audit/history.h"
#include "analyzer/match/evidence.h"
#include "analyzer/write/history_json.h"
#include "analyzer/write/json_text.h"

namespace analyzer {
namespace {

// A browser reads the one element that holds a customer, and need not keep an element for each.
constexpr size_t kInOneElement = 200;

}  // namespace

void WritePageHistories(Index* index, const std::vector<std::string>& customers,
                        const Redact& redact, const TextSink& out) {
  HistoryLoader loader(index);
  for (size_t i = 0; i < customers.size(); ++i) {
    if (i % kInOneElement == 0) {
      out("<script type=\"application/x-ndjson\" id=\"histories-" +
          std::to_string(i / kInOneElement) + "\">");
    }
    CustomerHistory history = loader.Load(customers[i]);
    RedactHistory(redact, &history);
    JsonWriter json(JsonWriter::Layout::kOneLine);
    AppendHistory(history, &json);
    out(JsonForScript(json.Take()));
    if ((i + 1) % kInOneElement == 0 || i + 1 == customers.size()) out("</script>\n");
  }
}

}  // namespace analyzer
