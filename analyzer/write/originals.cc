#include "analyzer/write/originals.h"

#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/extract/original_reader.h"
#include "analyzer/source/source_text.h"
#include "analyzer/write/archived_originals.h"

namespace analyzer {
std::string OriginalPlace::Name() const {
  if (first_name.empty() || last_name.empty()) return first_name + last_name;
  return first_name + " " + last_name;
}

OriginalLoader::OriginalLoader(Index* index)
    : statement_(index->database(),
                 "SELECT f.id, f.path, f.encoding, o.byte_begin, o.byte_end, o.position,"
                 " o.household, o.own_id, o.first_name, o.last_name, o.change_type, o.version,"
                 " f.member FROM original o JOIN file f ON f.id = o.file WHERE o.id = ?") {}

OriginalPlace OriginalLoader::Load(int64_t id) {
  OriginalPlace place;
  statement_.Bind(id).Step();
  place.file_id = statement_.Number(0);
  place.file = statement_.Text(1);
  place.encoding = statement_.Text(2);
  place.byte_begin = statement_.Number(3);
  place.byte_end = statement_.Number(4);
  place.position = statement_.NumberOrNothing(5);
  place.household = statement_.Number(6) != 0;
  place.own_id = statement_.Text(7);
  place.first_name = statement_.Text(8);
  place.last_name = statement_.Text(9);
  place.change_type = statement_.Text(10);
  place.version = statement_.Text(11);
  place.member = statement_.Text(12);
  statement_.Reset();
  return place;
}

Result<std::string> ReadOriginalBytes(const OriginalPlace& place,
                                      const std::map<int64_t, std::filesystem::path>& files) {
  auto slice = place.member.empty()
                   ? ReadFileRange(files.at(place.file_id), place.byte_begin, place.byte_end)
                   : ReadArchived(place, files);
  if (!slice.ok()) return slice;
  std::string text = std::move(slice.value());
  text.reserve(text.size() + kPadding);
  if (place.encoding == "UTF-16 LE") text.insert(0, "\xFF\xFE");
  if (place.encoding == "UTF-16 BE") text.insert(0, "\xFE\xFF");
  if (!place.encoding.starts_with("UTF-8")) text = std::string(SourceText(std::move(text)).text());
  auto original = CutOriginal(text, place.version);
  if (!original) {
    return Error{place.file + " changed while it was read (bytes " +
                 std::to_string(place.byte_begin) + " to " + std::to_string(place.byte_end) +
                 " are another original now); run again"};
  }
  original->reserve(original->size() + kPadding);
  return *std::move(original);
}

}  // namespace analyzer
