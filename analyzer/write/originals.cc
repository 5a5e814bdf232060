#include "analyzer/write/originals.h"

namespace analyzer {

std::string OriginalPlace::Name() const {
  if (first_name.empty() || last_name.empty()) return first_name + last_name;
  return first_name + " " + last_name;
}

OriginalLoader::OriginalLoader(Index* index)
    : originals_(index),
      file_(index->database(), "SELECT path, member, encoding FROM file WHERE id = ?") {}

OriginalPlace OriginalLoader::Load(int64_t id) {
  const OriginalRow& row = *originals_.Row(id);
  OriginalPlace place;
  place.id = id;
  place.byte_begin = row.byte_begin;
  place.byte_end = row.byte_end;
  place.position = row.position;
  place.household = row.household;
  place.own_id = row.own_id;
  place.change_type = row.change_type;
  file_.Bind(row.file).Step();
  place.file = file_.Text(0);
  place.member = file_.Text(1);
  place.encoding = file_.Text(2);
  file_.Reset();
  return place;
}

void OriginalLoader::AddName(OriginalPlace* place) {
  const Original& said = originals_.Said(place->id);
  place->first_name = said.first_name;
  place->last_name = said.last_name;
}

}  // namespace analyzer
