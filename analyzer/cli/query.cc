#include "analyzer/cli/query.h"

#include <memory>
#include <vector>

#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/result_file.h"
#include "analyzer/index/query.h"
#include "analyzer/write/output.h"

namespace analyzer {
namespace {

Status WriteRows(Query* query, RowFormat format, Output* output) {
  const auto writer = MakeRowWriter(format, query->columns(), output);
  std::vector<Value> values(query->columns().size());
  while (true) {
    const auto more = query->Step();
    if (!more.ok()) return more.error();
    if (!more.value()) break;
    for (size_t i = 0; i < values.size(); ++i) values[i] = query->ValueOf(i);
    if (!writer->Row(values)) return {};
  }
  writer->End();
  return {};
}

int RunQuery(const QueryOptions& options) {
  // A slip is told before gigabytes are read.
  auto empty = Index::CreateTemporary();
  if (!empty.ok()) return Fail(empty.error(), kCouldNot);
  auto checked = Query::Prepare(&empty.value()->database(), options.sql);
  if (!checked.ok()) return Fail(checked.error(), kWrongUse);
  Input input;
  if (const int status = OpenInput(options.input, &input); status != kDone) return status;
  auto query = Query::Prepare(&input.index->database(), options.sql);
  if (!query.ok()) return Fail(query.error(), kWrongUse);
  auto output = OpenResult(options.out, options.dry_run, input.index.get());
  if (!output.ok()) return Fail(output.error(), kCouldNot);
  Status status = WriteRows(query.value().get(), options.format, output.value().get());
  if (!status.ok()) return Fail(status.error(), kWrongUse);
  status = FinishResult(options.out, options.dry_run, output.value().get());
  if (!status.ok()) return Fail(status.error(), kCouldNot);
  return TellIntake(input.intake);
}

}  // namespace

int QueryIndex(const QueryOptions& options) { return Guarded(options.out, RunQuery, options); }

}  // namespace analyzer
