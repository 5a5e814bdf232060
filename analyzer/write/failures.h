#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/base/result.h"
#include "analyzer/index/index.h"

namespace analyzer {

// Where a source speaks of a customer.
struct Seen {
  std::string file;
  int64_t line = 0;
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
  std::string extractor;
  std::string voice;
  std::string result;
  std::string member;  // in an archive; empty: the file on disk
};

// An original, and where it stands.
struct OriginalPlace {
  int64_t file_id = 0;
  std::string file;
  std::string encoding;
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
  std::optional<int64_t> position;
  bool household = false;
  std::string own_id;
  std::string first_name;
  std::string last_name;
  std::string change_type;
  std::string version;
  std::string member;               // in an archive; empty: the file on disk
  std::optional<std::string> kept;  // of a member: the bytes, where KeepArchived cut them out

  std::string Reference() const { return file + "#" + std::to_string(byte_begin); }
};

struct Candidate {
  OriginalPlace original;
  std::string why;
};

// An outcome that is a failure or was resolved, with all that is told of it.
struct Failure {
  std::string key;
  std::string reason;
  bool household = false;
  std::string joining;
  std::string joined_by;
  bool name_disagrees = false;
  bool contradicted = false;
  bool order_unknown = false;
  std::string customer_id;  // as reported
  std::string username;
  std::string email;
  std::string change_type;
  std::string error;
  int64_t attempts = 1;  // at this customer, this one included
  std::optional<LocalTime> first_seen;
  std::optional<LocalTime> last_seen;
  std::optional<OriginalPlace> original;
  std::vector<Candidate> candidates;
  std::vector<Seen> seen;
  std::optional<LocalTime> resolved_at;  // where it was
  std::vector<Seen> resolved_by;
};

// Reads from the index what became of failures. `state`: `failure` or `resolved`. Sorted by reason,
// id, user name, and key.
std::vector<Failure> LoadFailures(Index* index, const char* state);

// Cuts an original out of its file, as UTF-8. One in an archive takes the reading of the archive,
// but where KeepArchived (archived_originals.h) did so for all. An error where the file is not what
// was indexed any more.
Result<std::string> ReadOriginalBytes(const OriginalPlace& place,
                                      const std::map<int64_t, std::filesystem::path>& files);

}  // namespace analyzer
