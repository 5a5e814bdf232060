#include "analyzer/match/version_choice.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace analyzer {
namespace {

constexpr char kOtherKind[] = "was sent with a changeType of another kind";
constexpr char kAnyVersion[] = "another version, no time tells which";

}  // namespace

// Tells why of these versions the first is chosen, where there were more.
void VersionChooser::Tell(const std::vector<int64_t>& chosen, size_t of, const char* why) {
  if (trace_ != nullptr && !chosen.empty() && chosen.size() < of) trace_->version = why;
}

// Of one customer's versions the one that the attempt sent, else the newest by name.
void VersionChooser::Choose(std::vector<int64_t> versions, Joined* joined) {
  std::vector<int64_t> sent;
  std::copy_if(versions.begin(), versions.end(), std::back_inserter(sent),
               [&](int64_t id) { return IsInBatch(id); });
  Tell(sent, versions.size(), "the batch sent it");
  if (sent.empty()) {
    sent = SentInRun(versions);
    Tell(sent, versions.size(), "the run sent it");
  }
  if (!sent.empty()) {
    versions = sent;
    const auto item = sent.size() > 1 ? sought_.ItemAtPosition() : std::nullopt;
    if (item && std::find(sent.begin(), sent.end(), *item) != sent.end()) versions = {*item};
  }
  KeepChangeType(&versions);
  if (DropOtherKind(&versions, joined)) return;
  if (sent.empty()) KeepBatchFiles(&versions);
  const auto different = Representatives(versions);
  const int64_t newest = different.size() == 1 ? different.front() : Newest(versions);
  Tell({newest}, different.size(),
       newest == 0 ? kAnyVersion : "the newest by the time in its path");
  if (newest != 0) {
    joined->joining = Joining::kMatched;
    joined->original = newest;
    joined->change_type = Row(newest).change_type;
    return;
  }
  joined->joining = Joining::kAmbiguous;
  for (const int64_t id : different) joined->candidates.emplace_back(id, kAnyVersion);
}

// Where the batch is not known, the run still tells what it sent.
std::vector<int64_t> VersionChooser::SentInRun(const std::vector<int64_t>& versions) {
  std::vector<int64_t> sent;
  if (sought_.run == 0 || versions.size() < 2) return sent;
  std::copy_if(versions.begin(), versions.end(), std::back_inserter(sent),
               [&](int64_t id) { return files_.WasSentIn(sought_.run, id); });
  return sent;
}

void VersionChooser::KeepChangeType(std::vector<int64_t>* versions) {
  std::vector<int64_t> same;
  std::copy_if(versions->begin(), versions->end(), std::back_inserter(same),
               [&](int64_t id) { return Row(id).change_type == sought_.change_type; });
  Tell(same, versions->size(), "it has the changeType that the record tells");
  if (!same.empty()) *versions = std::move(same);
}

// What was sent as a DELETE is no original of a failed CREATE, nor the other way round. True
// where nothing is left.
bool VersionChooser::DropOtherKind(std::vector<int64_t>* versions, Joined* joined) {
  if (sought_.change_type.empty()) return false;
  const auto other_kind = [&](int64_t id) {
    const std::string& sent = Row(id).change_type;
    return !sent.empty() && (sent == "DELETE") != (sought_.change_type == "DELETE");
  };
  const std::vector<int64_t> all = *versions;
  std::erase_if(*versions, other_kind);
  if (!versions->empty()) return false;
  if (trace_ != nullptr) trace_->version = kOtherKind;
  joined->joining = Joining::kUnmatched;
  joined->joined_by = "";
  for (const int64_t id : Representatives(all)) {
    joined->candidates.emplace_back(id, kOtherKind);
  }
  return true;
}

// Copies serve only where no batch file holds the customer.
void VersionChooser::KeepBatchFiles(std::vector<int64_t>* versions) {
  std::vector<int64_t> batch;
  std::copy_if(versions->begin(), versions->end(), std::back_inserter(batch),
               [&](int64_t id) { return !files_.IsCopy(id); });
  Tell(batch, versions->size(), "it stands in a batch file");
  if (!batch.empty()) *versions = std::move(batch);
}

std::vector<int64_t> VersionChooser::Representatives(const std::vector<int64_t>& items) {
  if (items.size() < 2) return items;
  std::unordered_map<std::string, int64_t> best;
  const auto rank = [&](int64_t id) {
    return std::tuple(files_.IsCopy(id), std::string_view(files_.Of(id).path), Row(id).byte_begin);
  };
  for (const int64_t id : items) {
    int64_t& kept = best[Row(id).customer + '\x1F' + originals_.Version(id)];
    if (kept == 0 || rank(id) < rank(kept)) kept = id;
  }
  std::vector<int64_t> chosen;
  for (const auto& [key, id] : best) chosen.push_back(id);
  std::sort(chosen.begin(), chosen.end(), [&](int64_t a, int64_t b) { return rank(a) < rank(b); });
  return chosen;
}

// 0 where a version bears no time, or two are the newest.
int64_t VersionChooser::Newest(const std::vector<int64_t>& items) {
  std::unordered_map<std::string, std::optional<int64_t>> times;
  for (const int64_t id : items) {
    const std::optional<int64_t>& named = files_.Of(id).named_time;
    auto& time = times[originals_.Version(id)];
    if (named && (!time || *time < *named)) time = named;
  }
  std::string newest;
  std::optional<int64_t> latest;
  for (const auto& [version, time] : times) {
    if (!time) return 0;
    if (!latest || *latest < *time) {
      latest = time;
      newest = version;
    }
  }
  const bool alone = std::count_if(times.begin(), times.end(), [&](const auto& of_version) {
                       return of_version.second == latest;
                     }) == 1;
  if (!alone) return 0;
  std::vector<int64_t> same;
  std::copy_if(items.begin(), items.end(), std::back_inserter(same),
               [&](int64_t id) { return originals_.Version(id) == newest; });
  return Representatives(same).front();
}

}  // namespace analyzer
