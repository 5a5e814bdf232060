#include "analyzer/match/log_series.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzer/match/path_match.h"

namespace analyzer {
namespace {

// A log's name, and which piece of it a file is.
struct Piece {
  std::string log;  // its path without what rotation and compression put behind it
  bool rotated = false;
  bool dated = false;
  int64_t number = 0;  // of rotation, where not dated
  std::string date;
  LogFile file;

  // Oldest first: dates upwards, numbers downwards, then the file that is still written to.
  auto Order() const { return std::tuple(!rotated, !dated, date, -number, file.first, file.path); }
};

// Threads write lines a little out of order, above all while one of them rotates the log. A piece
// goes on from another also where it begins so much before the other's end; a copy of it does not.
bool GoesOn(const LogFile& before, const LogFile& piece) {
  constexpr int64_t kDisorder = 1000;  // milliseconds
  if (piece.first >= before.last) return true;
  return before.last - piece.first <= kDisorder && piece.first > before.first &&
         piece.last > before.last;
}

bool DropCompression(std::string* path) {
  static const RE2 kCompressed(R"((?i)\.(?:gz|bz2|xz|zst)$)");
  return RE2::Replace(path, kCompressed, "");
}

// `logs/a.log.gz/a.log`, the one member of a compressed file, is `logs/a.log`.
std::string WithoutCompression(const std::string& path) {
  std::string bare = path;
  const size_t slash = path.rfind('/');
  if (slash != std::string::npos) {
    std::string around = path.substr(0, slash);
    const size_t above = around.rfind('/') == std::string::npos ? 0 : around.rfind('/') + 1;
    if (DropCompression(&around) && around.substr(above) == path.substr(slash + 1)) return around;
  }
  DropCompression(&bare);
  return bare;
}

Piece PieceOf(LogFile file) {
  static const RE2 kNumbered(R"((.*)\.(\d{1,6}))");
  static const RE2 kDated(R"((.*)[.-](\d{4}-\d{2}-\d{2}[\d_-]*|\d{8}))");
  Piece piece;
  const std::string path = WithoutCompression(file.path);
  if (RE2::FullMatch(path, kDated, &piece.log, &piece.date)) {
    piece.rotated = piece.dated = true;
    std::erase(piece.date, '-');
  } else if (RE2::FullMatch(path, kNumbered, &piece.log, &piece.number)) {
    piece.rotated = true;
  } else {
    piece.log = path;
  }
  piece.file = std::move(file);
  return piece;
}

}  // namespace

std::vector<std::vector<int64_t>> LogSeries(std::vector<LogFile> files) {
  std::map<std::string, std::vector<Piece>> logs;
  for (LogFile& file : files) {
    Piece piece = PieceOf(std::move(file));
    logs[piece.log].push_back(std::move(piece));
  }
  std::vector<std::vector<int64_t>> series;
  for (auto& [log, pieces] : logs) {
    std::sort(pieces.begin(), pieces.end(),
              [](const Piece& a, const Piece& b) { return a.Order() < b.Order(); });
    const Piece* before = nullptr;
    for (const Piece& piece : pieces) {
      if (before == nullptr || !GoesOn(before->file, piece.file)) series.emplace_back();
      series.back().push_back(piece.file.id);
      before = &piece;
    }
  }
  return series;
}

}  // namespace analyzer
