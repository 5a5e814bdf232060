#include "analyzer/source/archive.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/spill.h"
#include "analyzer/source/archive_entries.h"
#include "analyzer/source/archive_kind.h"
#include "analyzer/source/decoded_stream.h"
#include "analyzer/source/member_name.h"

namespace analyzer {
namespace {

constexpr int kDepth = 2;  // an archive, and one in it
constexpr size_t kChunk = size_t{1} << 16;

class Walker {
 public:
  Walker(const std::string& file_name, Expansion* expansion, MemberTaker* taker)
      : file_name_(file_name), expansion_(expansion), taker_(taker) {}

  void Run(FileStream* file) {
    file_ = file;
    Walk(file, "", 0, 0);
    TellDamage("", *file);
    if (expansion_->stopped()) taker_->OnLeftOut("", expansion_->why());
  }

 private:
  bool Stopped() const { return done_ || expansion_->stopped(); }

  // `name` is that of what the stream holds. `depth` archives are around it, and it came through
  // `layer` streams.
  void Walk(ByteStream* stream, const std::string& name, int depth, size_t layer) {
    const ArchiveKind kind = ArchiveKindOf(stream->Head());
    if (kind == ArchiveKind::kNone) {
      Deliver(stream, name);
    } else if (depth == kDepth) {
      taker_->OnLeftOut(name,
                        "it is an archive in an archive in an archive; unpack the outermost one "
                        "and name the folder");
    } else if (kind == ArchiveKind::kZip) {
      WalkZip(stream, name, depth, layer);
    } else if (kind == ArchiveKind::kTar) {
      WalkEntries(false, stream, name, depth, layer);
    } else {
      WalkCompressed(kind, stream, name, depth, layer);
    }
  }

  // A compressed tar is one archive.
  void WalkCompressed(ArchiveKind kind, ByteStream* stream, const std::string& name, int depth,
                      size_t layer) {
    DecodedStream decoded(kind, stream, expansion_, layer + 1);
    if (ArchiveKindOf(decoded.Head()) == ArchiveKind::kTar) {
      WalkEntries(false, &decoded, name, depth, layer + 1);
      ReadToEnd(&decoded);  // where its checksum stands
    } else {
      const std::string member =
          Distinct(MemberPath(name, StemOfPath(name.empty() ? file_name_ : name)));
      if (expansion_->AddMember() && taker_->Wants(member)) {
        Walk(&decoded, member, depth + 1, layer + 1);
      }
    }
    TellDamage(name, decoded);
  }

  // A zip's directory stands at its end: one that cannot be read from any place is kept as it is,
  // like any member.
  void WalkZip(ByteStream* stream, const std::string& name, int depth, size_t layer) {
    Bytes kept;
    std::optional<MemoryStream> memory;
    if (stream->SeekableSize() < 0) {
      kept = ReadWhole(stream);
      stream = &memory.emplace(kept.view());
    }
    if (IsDocument(stream)) {
      stream->Seek(0);
      if (taker_->Wants(name)) Deliver(stream, name);
    } else if (!Stopped()) {
      WalkEntries(true, stream, name, depth, layer);
    }
  }

  bool IsDocument(ByteStream* zip) const {
    ArchiveEntries entries(true, zip);
    while (entries.Advance() == ArchiveEntries::Next::kEntry) {
      if (entries.name() == "[Content_Types].xml") return true;
    }
    return false;
  }

  void WalkEntries(bool zip, ByteStream* stream, const std::string& name, int depth, size_t layer) {
    ArchiveEntries entries(zip, stream);
    bool told = false;
    while (!Stopped()) {
      const ArchiveEntries::Next next = entries.Advance();
      if (next == ArchiveEntries::Next::kEnd) break;
      if (next == ArchiveEntries::Next::kEntry) {
        if (expansion_->AddMember()) VisitEntry(&entries, stream, name, depth, layer);
      } else if (!std::exchange(told, true) && !told_inside_ && !stream->AnyDamage() &&
                 !Stopped()) {
        taker_->OnDamage(name, {Damage::Kind::kCut, entries.why()});
      }
    }
  }

  void VisitEntry(ArchiveEntries* entries, const ByteStream* stream, const std::string& archive,
                  int depth, size_t layer) {
    told_inside_ = false;
    const std::string inside = entries->name();
    if (!entries->is_regular_file() || IsMacOsExtra(inside)) return;
    const std::string name = Distinct(MemberPath(archive, inside));
    const bool wanted = taker_->Wants(name);
    if (entries->is_encrypted()) {
      if (wanted)
        taker_->OnLeftOut(name, "it is encrypted; unpack it with its password and name the folder");
      return;
    }
    const auto entry = entries->Open(expansion_, layer + 1);
    if (wanted) Walk(entry.get(), name, depth + 1, layer + 1);
    // Skipping a damaged entry leads elsewhere than reading it. What is wanted must not decide what
    // the next member holds.
    ReadToEnd(entry.get());
    // Where the archive itself is damaged, that is told of it.
    if (!wanted || stream->AnyDamage() || Stopped()) return;
    TellDamage(name, *entry);
    told_inside_ = static_cast<bool>(entry->damage());
  }

  // Where the system could not read the file, that is told, and nothing is damaged.
  void TellDamage(const std::string& name, const ByteStream& stream) {
    if (stream.damage() && file_->error() == 0) taker_->OnDamage(name, stream.damage());
  }

  void ReadToEnd(ByteStream* stream) const {
    std::string rest(kChunk, '\0');
    while (!Stopped() && stream->Read(rest.data(), rest.size()) > 0) continue;
  }

  void Deliver(ByteStream* stream, const std::string& name) {
    Bytes bytes = ReadWhole(stream);
    const bool damaged = stream->AnyDamage() || expansion_->stopped();
    if (!taker_->Take({name, std::move(bytes), damaged})) done_ = true;
  }

  static Bytes ReadWhole(ByteStream* stream) {
    Spill<char> bytes;
    std::string chunk(kChunk, '\0');
    size_t got = 0;
    do {
      got = stream->Read(chunk.data(), chunk.size());
      bytes.append(chunk.data(), got);
    } while (got == chunk.size());
    return std::move(bytes).TakeBytes();
  }

  std::string Distinct(const std::string& name) {
    if (names_.insert(name).second) return name;
    // Numbers are only ever taken: a million members of one name must not each begin at 2 again.
    int& next = next_.try_emplace(name, 2).first->second;
    while (true) {
      std::string distinct = name + "~" + std::to_string(next++);
      if (names_.insert(distinct).second) return distinct;
    }
  }

  const std::string& file_name_;
  Expansion* expansion_;
  MemberTaker* taker_;
  const FileStream* file_ = nullptr;
  std::set<std::string> names_;
  std::map<std::string, int> next_;  // the number to try next, of names that came twice
  bool done_ = false;                // nothing further is wanted
  bool told_inside_ = false;  // the last entry's damage was told: what follows from it is not
};

}  // namespace

bool IsOrHoldsOneOf(const std::set<std::string>& names, const std::string& name) {
  if (names.contains(name)) return true;
  const auto inside = names.lower_bound(name + "/");
  return inside != names.end() && inside->starts_with(name + "/");
}

Status ReadArchive(const std::filesystem::path& path, const std::string& name,
                   const ExpansionLimits& limits, MemberTaker* taker) {
  Expansion expansion(limits);
  auto file = FileStream::Open(path, &expansion);
  if (!file.ok()) return file.error();
  Walker(name, &expansion, taker).Run(file.value().get());
  const int error = file.value()->error();
  return error == 0 ? Status() : CannotRead(path, error);
}

}  // namespace analyzer
