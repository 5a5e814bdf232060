#include "analyzer/write/failures.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <tuple>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/extract/original_reader.h"
#include "analyzer/match/outcomes.h"
#include "analyzer/source/source_text.h"
#include "analyzer/write/archived_originals.h"

namespace analyzer {
namespace {

std::optional<LocalTime> TimeOf(std::optional<int64_t> milliseconds, bool whole_second) {
  if (!milliseconds) return std::nullopt;
  return LocalTime{*milliseconds, whole_second};
}

class Loader {
 public:
  explicit Loader(Index* index)
      : database_(index->database()),
        seen_(database_,
              "SELECT f.path, r.line, r.byte_begin, r.byte_end, r.extractor,"
              " CASE r.voice WHEN 0 THEN 'response' WHEN 1 THEN 'log line' ELSE 'client' END,"
              " r.result, f.member FROM record r JOIN file f ON f.id = r.file WHERE r.outcome = ? "
              "ORDER BY "
              "r.id"),
        candidates_(
            database_,
            "SELECT original, why FROM candidate c JOIN original o ON o.id = c.original"
            " JOIN file f ON f.id = o.file WHERE outcome = ? ORDER BY f.path, o.byte_begin"),
        original_(database_,
                  "SELECT f.id, f.path, f.encoding, o.byte_begin, o.byte_end, o.position,"
                  " o.household, o.own_id, o.first_name, o.last_name, o.change_type, o.version,"
                  " f.member FROM original o JOIN file f ON f.id = o.file WHERE o.id = ?"),
        history_(database_,
                 "SELECT count(*), min(time), time_whole_second FROM outcome"
                 " WHERE customer = ?") {}

  std::vector<Failure> Load(const char* state) {
    Statement rows(database_,
                   "SELECT o.id, o.result, o.household, o.joining, o.joined_by, o.name_disagrees,"
                   " o.contradicted, o.order_unknown, o.customer_id, o.username, o.email,"
                   " o.change_type, o.error, o.time, o.time_whole_second, o.original, o.customer,"
                   " s.id, s.time, s.time_whole_second"
                   " FROM outcome o LEFT JOIN outcome s ON s.id = o.resolved_by WHERE o.state = ?");
    rows.Bind(state);
    std::vector<Failure> all;
    while (rows.Step()) all.push_back(Read(rows));
    std::sort(all.begin(), all.end(), [](const Failure& a, const Failure& b) {
      return std::tie(a.reason, a.customer_id, a.username, a.key) <
             std::tie(b.reason, b.customer_id, b.username, b.key);
    });
    return all;
  }

 private:
  Failure Read(const Statement& row) {
    Failure failure;
    failure.reason = row.Text(1);
    failure.household = row.Number(2) != 0;
    failure.joining = row.Text(3);
    failure.joined_by = row.Text(4);
    failure.name_disagrees = row.Number(5) != 0;
    failure.contradicted = row.Number(6) != 0;
    failure.order_unknown = row.Number(7) != 0;
    failure.customer_id = row.Text(8);
    failure.username = row.Text(9);
    failure.email = row.Text(10);
    failure.change_type = row.Text(11);
    failure.error = row.Text(12);
    failure.last_seen = TimeOf(row.NumberOrNothing(13), row.Number(14) != 0);
    if (const auto original = row.NumberOrNothing(15)) {
      failure.original = Original(*original);
      failure.household = failure.original->household;
    }
    const std::string customer = row.Text(16);
    history_.Bind(customer).Step();
    failure.attempts = history_.Number(0);
    failure.first_seen = TimeOf(history_.NumberOrNothing(1), history_.Number(2) != 0);
    history_.Reset();
    failure.seen = SeenOf(row.Number(0));
    failure.key = FailureKey(failure.seen.front().file + "#" +
                             std::to_string(failure.seen.front().byte_begin));
    if (const auto resolved_by = row.NumberOrNothing(17)) {
      failure.resolved_at = TimeOf(row.NumberOrNothing(18), row.Number(19) != 0);
      failure.resolved_by = SeenOf(*resolved_by);
    }
    ReadCandidates(row.Number(0), &failure);
    return failure;
  }

  std::vector<Seen> SeenOf(int64_t outcome) {
    std::vector<Seen> seen;
    seen_.Bind(outcome);
    while (seen_.Step()) {
      seen.push_back({seen_.Text(0), seen_.Number(1), seen_.Number(2), seen_.Number(3),
                      seen_.Text(4), seen_.Text(5), seen_.Text(6), seen_.Text(7)});
    }
    return seen;
  }

  void ReadCandidates(int64_t outcome, Failure* failure) {
    std::vector<std::pair<int64_t, std::string>> found;
    candidates_.Bind(outcome);
    while (candidates_.Step()) found.emplace_back(candidates_.Number(0), candidates_.Text(1));
    for (const auto& [id, why] : found) failure->candidates.push_back({Original(id), why});
  }

  OriginalPlace Original(int64_t id) {
    OriginalPlace place;
    original_.Bind(id).Step();
    place.file_id = original_.Number(0);
    place.file = original_.Text(1);
    place.encoding = original_.Text(2);
    place.byte_begin = original_.Number(3);
    place.byte_end = original_.Number(4);
    place.position = original_.NumberOrNothing(5);
    place.household = original_.Number(6) != 0;
    place.own_id = original_.Text(7);
    place.first_name = original_.Text(8);
    place.last_name = original_.Text(9);
    place.change_type = original_.Text(10);
    place.version = original_.Text(11);
    place.member = original_.Text(12);
    original_.Reset();
    return place;
  }

  Database& database_;
  Statement seen_;
  Statement candidates_;
  Statement original_;
  Statement history_;
};

Result<std::string> ReadSlice(const std::filesystem::path& path, size_t begin, size_t end) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Error{"cannot read " + path.string() + ": " + std::strerror(errno)};
  std::string bytes(end - begin, '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(begin + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  ::close(descriptor);
  bytes.resize(done);
  bytes.reserve(done + kPadding);
  return bytes;
}

}  // namespace

std::vector<Failure> LoadFailures(Index* index, const char* state) {
  return Loader(index).Load(state);
}

Result<std::string> ReadOriginalBytes(const OriginalPlace& place,
                                      const std::map<int64_t, std::filesystem::path>& files) {
  auto slice = place.member.empty()
                   ? ReadSlice(files.at(place.file_id), static_cast<size_t>(place.byte_begin),
                               static_cast<size_t>(place.byte_end))
                   : ReadArchived(place, files);
  if (!slice.ok()) return slice;
  std::string text = std::move(slice.value());
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
