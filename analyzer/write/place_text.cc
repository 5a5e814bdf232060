#include "analyzer/write/place_text.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/base/file_stamp.h"
#include "analyzer/base/files.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/secrets.h"
#include "analyzer/index/source_reader.h"
#include "analyzer/source/source_text.h"
#include "analyzer/write/archived_slices.h"

namespace analyzer {
namespace {

constexpr size_t kMostShown = 2000;
constexpr int64_t kMostBytes = 64 << 10;  // that are read of one place

std::string Decoded(std::string bytes, const std::string& encoding) {
  if (encoding == "UTF-16 LE") bytes.insert(0, "\xFF\xFE");
  if (encoding == "UTF-16 BE") bytes.insert(0, "\xFE\xFF");
  return std::string(SourceText(std::move(bytes)).text());
}

// Secrets are masked before the text is cut: half of one would pass for something else.
std::string Shown(std::string bytes, const SourcePlace& place) {
  const std::string text = MaskSecrets(Decoded(std::move(bytes), place.encoding));
  const std::string_view shown = FirstCharacters(text, kMostShown);
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
  explicit PlaceReader(Index* index) : source_(index) {
    for (IndexedFile& file : index->Files()) {
      File& known = on_disk_[file.on_disk];
      known.indexed = std::move(file);
    }
    Statement files(index->database(), "SELECT id, on_disk FROM file");
    while (files.Step()) files_[files.Number(0)] = &on_disk_[index->OnDisk(files.Text(1)).string()];
  }

  void Read(const std::vector<SourcePlace*>& places) {
    std::vector<ArchivedSlice> slices;
    std::vector<SourcePlace*> in_archives;
    for (SourcePlace* place : places) {
      place->why_no_text = WhyNot(*place);
      if (!place->why_no_text.empty()) continue;
      if (!place->member.empty() && !source_.IsKept(place->file_id)) {
        in_archives.push_back(place);
        slices.push_back(SliceOf(*place));
        continue;
      }
      Fill(source_.Read(place->file_id, place->byte_begin, EndOf(*place)), place);
      if (place->line == 0 && place->member.empty()) CountLines(place);
    }
    ReadArchived(&slices);
    for (size_t i = 0; i < slices.size(); ++i) {
      if (slices[i].bytes) {
        in_archives[i]->text = Shown(std::move(*slices[i].bytes), *in_archives[i]);
      } else {
        in_archives[i]->why_no_text = "it cannot be found in its archive any more";
      }
    }
  }

 private:
  struct File {
    IndexedFile indexed;
    std::optional<std::string> why_not;  // it cannot be read; nothing: nobody asked
  };

  const std::string& WhyNot(const SourcePlace& place) {
    File& file = *files_.at(place.file_id);
    if (!file.why_not) {
      const bool there = StampOf(file.indexed.on_disk).has_value();
      file.why_not = IsAsRead(file.indexed) ? ""
                     : there                ? "the file changed since it was read"
                                            : "the file is not there any more";
    }
    return *file.why_not;
  }

  static int64_t EndOf(const SourcePlace& place) {
    return std::min(place.byte_end, place.byte_begin + kMostBytes);
  }

  ArchivedSlice SliceOf(const SourcePlace& place) const {
    return {files_.at(place.file_id)->indexed.on_disk,
            place.file.substr(0, place.file.size() - place.member.size() - 1), place.member,
            place.byte_begin, EndOf(place)};
  }

  static void Fill(Result<std::string> bytes, SourcePlace* place) {
    if (bytes.ok()) {
      place->text = Shown(std::move(bytes.value()), *place);
    } else {
      place->why_no_text = bytes.error().message;
    }
  }

  // Of originals the index tells the bytes only.
  void CountLines(SourcePlace* place) const {
    if (place->encoding.starts_with("UTF-16")) return;
    place->line = LineAt(files_.at(place->file_id)->indexed.on_disk, place->byte_begin);
  }

  SourceReader source_;
  std::map<std::string, File> on_disk_;  // by path
  std::map<int64_t, File*> files_;       // by the id of the file or member
};

}  // namespace

void ReadPlaces(Index* index, CustomerHistory* history) {
  PlaceReader(index).Read(PlacesOf(history));
}

}  // namespace analyzer
