#include "analyzer/audit/batch_row.h"

#include <map>
#include <utility>

namespace analyzer {
namespace {

using Places = std::map<int64_t, size_t>;  // of a batch's id among the rows

void AddAttempts(Index* index, const Places& places, std::vector<BatchRow>* batches) {
  Statement rows(index->database(), "SELECT batch, sent, ending, ended FROM attempt ORDER BY id");
  while (rows.Step()) {
    BatchRow& batch = (*batches)[places.at(rows.Number(0))];
    if (!batch.first_sent) batch.first_sent = rows.Number(1);
    batch.last_sent = rows.Number(1);
    batch.endings.push_back(rows.Text(2));
    batch.ended = rows.NumberOrNothing(3);
  }
}

void AddParts(Index* index, const Places& places, std::vector<BatchRow>* batches) {
  Statement rows(index->database(),
                 "SELECT p.batch, f.path, p.first, p.last FROM batch_part p"
                 " JOIN file f ON f.id = p.file ORDER BY p.batch, p.part");
  while (rows.Step()) {
    (*batches)[places.at(rows.Number(0))].parts.push_back(
        {rows.Text(1), rows.Number(2), rows.Number(3)});
  }
}

}  // namespace

std::vector<BatchRow> LoadBatches(Index* index) {
  std::map<int64_t, Figures> figures = CountFigures(&index->database(), Grouping::kBatch);
  std::vector<BatchRow> batches;
  Places places;
  Statement rows(index->database(),
                 "SELECT id, run, number, count, cause FROM batch ORDER BY run, number");
  while (rows.Step()) {
    places[rows.Number(0)] = batches.size();
    BatchRow& batch = batches.emplace_back();
    batch.id = rows.Number(0);
    batch.run = rows.Number(1);
    batch.number = rows.Number(2);
    batch.items = rows.NumberOrNothing(3);
    batch.cause = rows.Text(4);
    batch.figures = std::move(figures[batch.id]);
  }
  AddAttempts(index, places, &batches);
  AddParts(index, places, &batches);
  return batches;
}

}  // namespace analyzer
