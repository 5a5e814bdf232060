#include "analyzer/write/place_text.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include "analyzer/base/files.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/secrets.h"
#include "analyzer/source/source_text.h"
#include "analyzer/write/archived_originals.h"

namespace analyzer {
namespace {

constexpr size_t kMostCharacters = 2000;
constexpr int64_t kMostBytes = 64 << 10;  // that are read of one place

std::string Decoded(std::string bytes, const std::string& encoding) {
  if (encoding == "UTF-16 LE") bytes.insert(0, "\xFF\xFE");
  if (encoding == "UTF-16 BE") bytes.insert(0, "\xFE\xFF");
  return std::string(SourceText(std::move(bytes)).text());
}

// Secrets are masked before the text is cut: half of one would pass for something else.
std::string Shown(std::string bytes, const SourcePlace& place) {
  const std::string text = MaskSecrets(Decoded(std::move(bytes), place.encoding));
  const std::string_view shown = FirstCharacters(text, kMostCharacters);
  const bool cut = shown.size() < text.size() || place.byte_end - place.byte_begin > kMostBytes;
  return std::string(shown) + (cut ? "…" : "");
}

std::vector<SourcePlace*> PlacesOf(CustomerHistory* history) {
  std::vector<SourcePlace*> places;
  for (HistoryOriginal& original : history->originals) places.push_back(&original.place);
  for (HistoryEvent& event : history->events) {
    for (SourcePlace& place : event.told_at) places.push_back(&place);
    for (HistoryRecord& record : event.outcome.evidence) places.push_back(&record.place);
    for (HistoryCandidate& candidate : event.outcome.candidates) {
      places.push_back(&candidate.original.place);
    }
  }
  return places;
}

class PlaceReader {
 public:
  explicit PlaceReader(Index* index) : paths_(index->Paths()) {
    for (const IndexedFile& file : index->Files()) stamps_[file.on_disk] = file.stamp;
  }

  void Read(const std::vector<SourcePlace*>& places) {
    std::vector<SourcePlace*> in_archives;
    for (SourcePlace* place : places) {
      place->why_no_text = WhyNot(paths_.at(place->file_id));
      if (!place->why_no_text.empty()) continue;
      if (!place->member.empty()) {
        in_archives.push_back(place);
        continue;
      }
      auto bytes = ReadFileRange(paths_.at(place->file_id), place->byte_begin, EndOf(*place));
      Fill(std::move(bytes), place);
      if (place->line == 0) CountLines(place);
    }
    ReadArchived(in_archives);
  }

 private:
  std::string WhyNot(const std::filesystem::path& path) const {
    const auto stamp = StampOf(path);
    if (!stamp) return "the file is not there any more";
    const auto read = stamps_.find(path.string());
    if (read == stamps_.end() || read->second == *stamp) return "";
    return "the file changed since it was read";
  }

  static int64_t EndOf(const SourcePlace& place) {
    return std::min(place.byte_end, place.byte_begin + kMostBytes);
  }

  static void Fill(Result<std::string> bytes, SourcePlace* place) {
    if (bytes.ok()) {
      place->text = Shown(std::move(bytes.value()), *place);
    } else {
      place->why_no_text = bytes.error().message;
    }
  }

  // Of originals the index tells the bytes only.
  void CountLines(SourcePlace* place) {
    if (place->encoding.starts_with("UTF-16")) return;
    place->line = LineAt(paths_.at(place->file_id), place->byte_begin);
  }

  // Each archive is read once.
  void ReadArchived(const std::vector<SourcePlace*>& places) {
    std::vector<OriginalPlace> slices;
    for (const SourcePlace* place : places) {
      OriginalPlace& slice = slices.emplace_back();
      slice.file_id = place->file_id;
      slice.file = place->file;
      slice.member = place->member;
      slice.byte_begin = place->byte_begin;
      slice.byte_end = EndOf(*place);
    }
    std::vector<OriginalPlace*> pointers;
    for (OriginalPlace& slice : slices) pointers.push_back(&slice);
    // No limits: what is sought was read within some before, and the reading ends there.
    KeepArchived(pointers, paths_, ExpansionLimits::None());
    for (size_t i = 0; i < places.size(); ++i) {
      if (slices[i].kept) {
        places[i]->text = Shown(std::move(*slices[i].kept), *places[i]);
      } else {
        places[i]->why_no_text = "it cannot be found in its archive any more";
      }
    }
  }

  std::map<int64_t, std::filesystem::path> paths_;
  std::map<std::string, FileStamp> stamps_;
};

}  // namespace

void ReadPlaces(Index* index, CustomerHistory* history) {
  PlaceReader(index).Read(PlacesOf(history));
}

}  // namespace analyzer
