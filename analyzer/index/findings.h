#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/local_time.h"
#include "analyzer/base/spill.h"
#include "analyzer/extract/sink.h"
#include "analyzer/index/log_prefix.h"
#include "analyzer/index/packed_records.h"
#include "analyzer/source/source_text.h"

namespace analyzer {

// What was found in one file, or member of an archive, or in a piece of it: what the index takes of
// it. Spans are bytes of the file, lines count from 1.
struct Findings {
  struct File {
    std::string path;
    std::string role;  // as in the schema
    int64_t bytes = 0;
    std::array<int64_t, kTextKinds> bytes_by_kind{};  // these add up to `bytes`
    std::string encoding;
    std::optional<LocalTime> named_time;
    std::string member;
    std::filesystem::path on_disk;
    bool batch = false;  // given as a batch file
  };
  // An original, without what is read from its file when it is asked for.
  struct FoundOriginal {
    std::optional<int64_t> position;  // from 0; nothing where it is a copy inside of something
    Span bytes;
    bool household = false;
    std::string own_id;
    std::string change_type;
    uint64_t digest = 0;  // as in the schema, these two
    std::optional<int64_t> key;
    std::string version;  // where its text stands escaped in another; else empty
    std::optional<int64_t> batch_number;
    std::optional<int64_t> batch_position;
    size_t hashes_end = 0;  // its identities are in `hashes` up to there, from the last one's on
  };
  struct PlacedRecord {
    Record record;
    int64_t number = 0;  // among the records of its answer, from 0
    int64_t line = 0;
  };
  // The records of one answer, or one that stands by itself.
  struct Records {
    std::optional<Response> response;   // without its records
    std::string content;                // the same for equal answers
    std::vector<PlacedRecord> records;  // without those that are packed
    int64_t all = 0;                    // with them
    int64_t packed_records = 0;
    std::string packed;  // as RecordPacker gives it
    std::optional<int64_t> batch;
    std::optional<int64_t> time_of_day;
  };
  struct PlacedFact {
    LogFact fact;
    std::optional<LocalTime> time;
    std::optional<int64_t> time_of_day;
    Span bytes;
    int64_t line = 0;
  };
  struct Repair {
    std::string_view what;  // a literal
    Span bytes;
    int64_t line = 0;
  };

  // Of the whole file, as far as it was read.
  struct Counts {
    int64_t alone = 0;      // originals that stand by themselves, not in a record
    int64_t copies = 0;     // those that do not
    int64_t responses = 0;  // among the records
    int64_t records = 0;
    int64_t facts = 0;
  };

  File file;
  bool goes_on = false;  // further pieces of the file follow, and `file` is whole only in the last
  std::optional<LogPrefix> prefix;       // the longest; only in the last piece
  std::vector<std::string> kept_frames;  // of the file, where it cannot be read again
  std::vector<FoundOriginal> originals;
  std::vector<uint64_t> hashes;  // IdentityHash of what identifies the originals
  std::vector<Records> records;
  std::vector<PlacedFact> facts;
  std::vector<Repair> repairs;
  Counts counts;

  // Bytes of memory that it takes, roughly.
  size_t Cost() const;
};

// Gathers what is found in one file. What secrets stand in its texts (FindSecrets) is masked here,
// before anything is kept, so that no output can tell them. Only originals are kept as they were
// sent, in the file itself.
class FindingsSink : public Sink {
 public:
  using Give = std::function<void(Findings piece)>;

  // `source` is the file that is read; both must outlive this. All is gathered in *findings unless
  // it would take more than its share of memory: what is there by then goes to `give`, in pieces in
  // the order of the file, and *findings has the rest. Without `give` it has all.
  FindingsSink(const SourceText* source, Findings* findings, Give give = nullptr);

  void OnOriginal(const Original& original) override;
  void OnResponse(Response response) override;
  void OnRecord(const Record& record, std::optional<int64_t> batch,
                std::optional<int64_t> time_of_day) override;
  void OnLogFact(const LogFact& fact, std::optional<LocalTime> time,
                 std::optional<int64_t> time_of_day, Span where) override;
  void OnRepair(std::string_view what, Span where) override;
  void OnText(TextKind kind, Span where) override;
  void OnResumePoint(const ResumePoint& point) override;

  // Before anything is told: what is told stands behind this prefix, whose findings are elsewhere.
  void GoOnBehind(const LogPrefix& prefix);
  // Before anything is told: it is of a stretch that begins at that byte of a plain file.
  void BeginAt(size_t byte) { counted_ = byte; }
  // After a stretch was told to its end: the last piece is then in *findings.
  void FinishStretch() { findings_->prefix = prefix_; }
  // Adds what another sink found in a stretch that begins where this one is, piece by piece.
  // `before`: what the stretches before it come to.
  void Append(Findings piece, const TextTally& before);
  // Keeps the file itself, which cannot be read again; secrets that stand outside of originals with
  // `*` for each of their bytes.
  void KeepBytes();
  // After the text was told to its end. What is in the file and not in its text is blank; of a file
  // that is no text, nothing is understood.
  void Finish();

 private:
  void Add(Record&& record, Findings::Records* records);
  void AppendCounts(const Findings& last, const TextTally& before);
  void Spare(Span original);
  std::string MaskedBytes() const;
  void MaskIn(Span between, std::string* bytes) const;
  void Grow(size_t bytes);
  void CountUpTo(size_t end, TextKind kind);

  const SourceText* source_;
  Findings* findings_;
  Give give_;
  size_t gathered_ = 0;  // bytes of memory, roughly
  RecordPacker packer_;
  // Where originals are in the text: those with no word between them as one, the last one apart.
  Spill<Span> spared_;
  Span last_spared_;
  size_t counted_ = 0;  // bytes of the file, by kind
  std::optional<LogPrefix> prefix_;
};

}  // namespace analyzer
