#include "analyzer/write/originals.h"

namespace analyzer {

std::string OriginalPlace::Name() const {
  if (first_name.empty() || last_name.empty()) return first_name + last_name;
  return first_name + " " + last_name;
}

OriginalLoader::OriginalLoader(Index* index)
    : originals_(index),
      file_(index->database(), "SELECT path, member, encoding FROM file WHERE id = ?") {}

const OriginalLoader::File& OriginalLoader::FileOf(int64_t id) {
  constexpr size_t kMostKept = 8192;
  if (files_.size() == kMostKept && !files_.contains(id)) files_.clear();
  const auto [at, fresh] = files_.try_emplace(id);
  if (fresh) {
    file_.Bind(id).Step();
    at->second = {file_.Text(0), file_.Text(1), file_.Text(2)};
    file_.Reset();
  }
  return at->second;
}

OriginalPlace OriginalLoader::Load(int64_t id) {
  originals_.Trim();
  const OriginalRow& row = *originals_.Row(id);
  OriginalPlace place = At({row.file, row.byte_begin, row.byte_end, row.position});
  place.id = id;
  place.household = row.household;
  place.own_id = row.own_id;
  place.change_type = row.change_type;
  return place;
}

OriginalPlace OriginalLoader::At(const OriginalSpan& place) {
  const File& file = FileOf(place.file);
  OriginalPlace at;
  at.file_id = place.file;
  at.file = file.path;
  at.member = file.member;
  at.encoding = file.encoding;
  at.byte_begin = place.byte_begin;
  at.byte_end = place.byte_end;
  at.position = place.position;
  return at;
}

Result<std::string> OriginalLoader::Text(int64_t id) {
  originals_.Trim();
  return originals_.Text(id);
}

void OriginalLoader::AddName(OriginalPlace* place) {
  const Original& said = originals_.Said(place->id);
  place->first_name = said.first_name;
  place->last_name = said.last_name;
}

}  // namespace analyzer
