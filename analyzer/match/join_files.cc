#include "analyzer/match/join_files.h"

#include "analyzer/match/holding_parts.h"

namespace analyzer {

JoinFiles::JoinFiles(const Database& database, Originals* originals)
    : originals_(*originals),
      file_(database,
            "SELECT role <> 'batch' OR (given_as = 'source'"
            " AND EXISTS (SELECT 1 FROM file WHERE given_as = 'batch')), named_time, path"
            " FROM file WHERE id = ?"),
      sent_in_run_(database,
                   "SELECT 1 FROM original g" + JoinHoldingParts(database) +
                       "JOIN batch b ON b.id = p.batch WHERE g.id = ? AND b.run = ? LIMIT 1") {}

const JoinFiles::File& JoinFiles::Of(int64_t original) {
  const int64_t id = originals_.Row(original)->file;
  const auto [at, fresh] = files_.try_emplace(id);
  File& file = at->second;
  if (!fresh) return file;
  file_.Bind(id).Step();
  file = {file_.Number(0) != 0, file_.NumberOrNothing(1), file_.Text(2)};
  file_.Reset();
  return file;
}

bool JoinFiles::IsCopy(int64_t original) {
  return !originals_.Row(original)->position || Of(original).copies;
}

bool JoinFiles::WasSentIn(int64_t run, int64_t original) {
  sent_in_run_.Bind(original).Bind(run);
  const bool sent = sent_in_run_.Step();
  sent_in_run_.Reset();
  return sent;
}

void JoinFiles::Trim() {
  constexpr size_t kMuch = 8192;
  if (files_.size() > kMuch) files_.clear();
}

}  // namespace analyzer
