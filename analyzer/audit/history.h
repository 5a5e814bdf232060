#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/index/index.h"
#include "analyzer/match/evidence.h"
#include "analyzer/match/join_trace.h"

namespace analyzer {

// A place in a source.
struct SourcePlace {
  int64_t file_id = 0;
  std::string file;      // as the index names it
  std::string member;    // in an archive; empty: the file on disk
  std::string encoding;  // of the file, as the index names it
  int64_t line = 0;      // from 1; 0: the index does not tell it
  int64_t byte_begin = 0;
  int64_t byte_end = 0;
  // What stands there, and why it cannot be told; both filled by ReadPlaces (write/place_text.h).
  std::string text = {};
  std::string why_no_text = {};

  // What `manifest.json` and `--decide` call it.
  std::string Reference() const { return file + "#" + std::to_string(byte_begin); }
};

// One of the originals of a customer: what was sent, or a copy of that.
struct HistoryOriginal {
  int64_t id = 0;
  SourcePlace place;
  std::optional<int64_t> position;  // in its file, from 0; nothing: inside a record or a log
  bool household = false;
  bool copy = false;  // not of a batch file
  std::string customer;
  std::string own_id;
  std::string username;
  std::string first_name;
  std::string last_name;
  std::string change_type;
  std::string version;  // the same for all that are equal in value
};

// A record, as evidence of an outcome. Secrets in errors are masked, here and below.
struct HistoryRecord {
  int64_t id = 0;
  SourcePlace place;
  std::string voice;  // response, log line, client
  std::string extractor;
  std::string standing;  // accepted, failed
  std::string customer_id;
  std::string username;
  std::string email;
  std::string result;
  std::string error;
  std::optional<LocalTime> time;  // the record's own
  JoinTrace joining = {};         // filled by JoiningTracer (audit/trace_joining.h)
};

struct HistoryCandidate {
  HistoryOriginal original;
  std::string why;
};

// What was made of the records of one attempt; the fields are those of the table `outcome`.
struct HistoryOutcome {
  int64_t id = 0;  // 0: the index has none, as the customer never failed
  std::string result;
  std::string error;
  std::string state;  // accepted, failure, superseded, resolved
  std::string joining;
  std::string joined_by;
  std::string customer_id;  // as reported
  std::string username;
  std::string email;
  std::string change_type;
  bool name_disagrees = false;
  bool contradicted = false;
  bool order_unknown = false;
  bool already_imported = false;
  bool presumed_later = false;
  int64_t original = 0;       // one of the history's; 0: none
  int64_t resolved_by = 0;    // the outcome that resolves it; 0: none
  int64_t superseded_by = 0;  // the outcome that is the last word instead of it; 0: none
  std::vector<HistoryRecord> evidence;
  std::vector<HistoryCandidate> candidates;
};

// One thing that happened to a customer.
struct HistoryEvent {
  enum class Kind {
    kSent,        // in an attempt at a batch
    kNeverSent,   // planned in a batch, and no attempt is known
    kOutcome,     // an answer, or what else tells how it went
    kUnanswered,  // the batch came to its end without a result of the customer
  };
  Kind kind = Kind::kSent;
  std::optional<LocalTime> time;  // of an unanswered item: when it was sent last
  std::optional<int64_t> run;
  std::optional<int64_t> batch;    // its number
  std::optional<int64_t> attempt;  // its number
  int64_t original = 0;            // that was sent; 0: not known

  // Of an attempt: how it ended, as in the index (empty: no line tells it), when, and the places
  // that tell of its begin and of its end.
  std::string ending;
  std::optional<LocalTime> ended;
  std::vector<SourcePlace> told_at;

  // Of an unanswered item, as in the index.
  std::string cause;
  std::string state;

  HistoryOutcome outcome;  // where it is one
};

// A file of the output that holds one of the customer's originals.
struct WrittenFile {
  std::string path;                 // relative to the output folder
  int64_t original = 0;             // that it holds
  std::optional<int64_t> position;  // of a retry batch: the place in it, from 0
};

// All that is known of one customer.
struct CustomerHistory {
  std::string customer;                    // the key, as in the index
  std::vector<HistoryOriginal> originals;  // batch files first, then by file and place
  std::vector<HistoryEvent> events;        // in the order of time
  // The keys of those without an original whom this customer is a candidate for.
  std::vector<std::string> candidate_for;
  std::vector<WrittenFile> written;  // filled by WrittenFiles (write/written_files.h)
};

// Reads histories from a matched index, which must outlive this.
class HistoryLoader {
 public:
  explicit HistoryLoader(Index* index);
  ~HistoryLoader();

  // Without originals and events where the index has no such customer. `accepted` are records of
  // that customer (JoiningTracer::AcceptedOf): those that are evidence of no outcome are told as
  // accepted outcomes, too.
  CustomerHistory Load(const std::string& customer, std::vector<Evidence> accepted = {});

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace analyzer
