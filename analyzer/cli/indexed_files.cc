#include "analyzer/cli/indexed_files.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <string>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/cli/file_reading.h"
#include "analyzer/cli/kept_readings.h"

namespace analyzer {

namespace {

// A network drive that does not answer has lost none of its files.
bool IsGone(const std::string& path) {
  return ::access(path.c_str(), F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

}  // namespace

void CountIndexed(Index* index, IntakeReport* report) {
  Database& database = index->database();
  report->unchanged = database.Number("SELECT count(DISTINCT on_disk) FROM file");
  report->bytes = database.Number("SELECT sum(bytes) FROM file");
  Statement roles(database, "SELECT role, count(*) FROM file GROUP BY role");
  while (roles.Step()) report->files_by_role[roles.Text(0)] = roles.Number(1);
  report->originals = database.Number("SELECT sum(items) FROM file");
  report->copies = database.Number("SELECT sum(originals - items) FROM file");
  report->responses = database.Number("SELECT count(*) FROM response");
}

void NameChanged(Index* index, IntakeReport* report) {
  index->ForEachFile([&](const IndexedFile& file) {
    if (::access(file.on_disk.c_str(), R_OK) != 0 && errno == EACCES) {
      report->problems.push_back(CannotRead(file.shown, errno).message);
    } else if (!IsAsRead(file)) {
      report->problems.push_back(file.shown + " changed since it was read; run `" +
                                 (file.batch ? "index" : "scan") + "` on it again");
    }
  });
}

void NameChangedMeanwhile(Index* index, IntakeReport* report) {
  index->ForEachFileOfOriginals([&](const IndexedFile& file) {
    if (IsAsRead(file)) return;
    const auto names_it = [&](const std::string& problem) {
      return (" " + problem).find(" " + file.shown) != std::string::npos;
    };
    if (std::ranges::any_of(report->problems, names_it)) return;
    report->problems.push_back(file.shown +
                               " changed while failures were joined to what it holds; run again");
  });
}

void DropGone(Index* index, IntakeReport* report) {
  std::vector<std::string> gone;
  for (const IndexedFile& file : index->Files()) {
    if (!IsGone(file.on_disk)) continue;
    gone.push_back(file.on_disk);
    report->gone.push_back(file.shown);
  }
  if (!gone.empty()) index->Drop(gone);
}

void KeepChanged(Given given, const ReadingOptions& options, std::vector<FoundFile>* files,
                 Index* index, IntakeReport* report) {
  const FileContext context = ContextOf(given, index);
  std::map<std::string, IndexedFile> known;
  for (IndexedFile& file : index->Files()) {
    std::string path = file.on_disk;
    known.emplace(std::move(path), std::move(file));
  }
  std::vector<std::string> changed;
  std::erase_if(*files, [&](const FoundFile& file) {
    const auto found = known.find(file.path());
    if (found == known.end()) return false;
    const IndexedFile& indexed = found->second;
    const bool stays = indexed.batch && given == Given::kSources;
    const bool same_use = stays || indexed.terms == ReadingTerms(file, context, options);
    if (same_use && IsAsRead(indexed)) {
      index->Restamp(indexed.on_disk, file.stamp, file.settled);
      ++report->unchanged;
      return true;
    }
    if (stays) return true;
    changed.push_back(indexed.on_disk);
    return false;
  });
  if (!changed.empty()) index->Drop(changed);
}

}  // namespace analyzer
