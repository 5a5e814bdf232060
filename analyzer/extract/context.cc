#include "analyzer/extract/context.h"

#include <re2/re2.h>

#include "analyzer/extract/client_json.h"

namespace analyzer {

void AddToContext(const JsonFields& fields, Context* context) {
  for (const char* const key : {"batch_number", "batch_id"}) {
    if (const auto batch = IntegerField(fields, key)) context->batch = batch;
  }
  if (const auto time = TimeField(fields)) context->time = time;
  if (const auto status = IntegerField(fields, "status_code")) context->status = status;
  if (FindField(fields, "customers_list") != nullptr ||
      FindField(fields, "households_list") != nullptr) {
    context->failure_reason = FieldText(fields, "failure_reason");
  }
}

Context ContextOfFileName(std::string_view name) {
  static const RE2 kResponse(R"(batch_(\d{3,9})_(?:success|error)_(\d{8}_\d{6})\.[A-Za-z.]*)");
  Context context;
  int64_t batch = 0;
  std::string time;
  if (!RE2::FullMatch(name, kResponse, &batch, &time)) return context;
  context.batch = batch;
  context.time = ParseCompactTime(time);
  return context;
}

Context ContextOfPath(std::string_view path) {
  const size_t name = path.rfind('/') + 1;  // 0 where there is no folder
  Context context = ContextOfFileName(path.substr(name));
  context.name = path.substr(name);
  if (name < 2) return context;
  const std::string_view folders = path.substr(0, name - 1);
  context.folder = folders.substr(folders.rfind('/') + 1);
  return context;
}

}  // namespace analyzer
