#include "analyzer/cli/last_recover.h"

#include <sys/stat.h>

#include <initializer_list>
#include <sstream>
#include <string_view>
#include <system_error>

#include "analyzer/base/file_stamp.h"
#include "analyzer/base/files.h"
#include "analyzer/cli/kept_readings.h"
#include "analyzer/source/found_file.h"
#include "analyzer/source/own_output.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// A name that is left out where it stands in a source.
constexpr char kFileName[] = ".import-analyzer-last-recover";
constexpr char kForm[] = "import-analyzer-1";

// A hash of texts and numbers in which none runs into the next.
class Gathering {
 public:
  void Add(std::string_view text) {
    Add({static_cast<int64_t>(text.size())});
    hasher_.Add(text);
  }
  void Add(std::initializer_list<int64_t> numbers) {
    hasher_.Add({reinterpret_cast<const char*>(numbers.begin()), numbers.size() * sizeof(int64_t)});
  }
  void Add(const FileStamp& stamp) { Add({stamp.bytes, stamp.modified, stamp.changed}); }
  void Add(const Hash128& hash) {
    Add({static_cast<int64_t>(hash.high), static_cast<int64_t>(hash.low)});
  }
  Hash128 Hash() const { return hasher_.Hash(); }

 private:
  Hasher hasher_;
};

bool AddFiles(const std::vector<FoundFile>& files, int64_t begun, const HashOfBytes& bytes,
              Gathering* all) {
  all->Add({static_cast<int64_t>(files.size())});
  for (const FoundFile& file : files) {
    if (file.IsStandardInput()) return false;
    all->Add(file.path());
    all->Add(file.shown());
    all->Add({file.named});
    all->Add(file.stamp);
    if (IsSettled(file.stamp, begun)) continue;
    const auto hash = bytes(file);
    if (!hash) return false;
    all->Add(*hash);
  }
  return true;
}

void AddOutput(const fs::path& path, FolderEntry::Kind kind, int64_t ended, Gathering* all) {
  all->Add(path.filename().native());
  if (kind == FolderEntry::Kind::kFolder) {
    std::error_code code;
    const std::vector<FolderEntry> entries = ListFolder(path, &code);
    all->Add({code.value(), static_cast<int64_t>(entries.size())});
    for (const FolderEntry& entry : entries) AddOutput(path / entry.name, entry.kind, ended, all);
    return;
  }
  const FileStamp stamp = StampOf(path).value_or(FileStamp());
  all->Add(stamp);
  if (IsSettled(stamp, ended)) return;
  const auto hash = HashOfFile(path);
  all->Add(hash.ok() ? hash.value() : Hash128());
}

}  // namespace

std::optional<Hash128> HashOfInputs(const RecoverInputs& inputs, int64_t begun,
                                    const HashOfBytes& bytes) {
  Gathering all;
  all.Add(ProgramIdentity());
  all.Add(inputs.typed);
  all.Add(fs::absolute(inputs.index).native());
  all.Add({static_cast<int64_t>(inputs.problems.size())});
  for (const std::string& problem : inputs.problems) all.Add(problem);
  all.Add({static_cast<int64_t>(inputs.decisions.size())});
  for (const Decision& decision : inputs.decisions) {
    all.Add(decision.failure);
    all.Add(decision.original);
  }
  const bool known = AddFiles(inputs.found.batches, begun, bytes, &all) &&
                     AddFiles(inputs.found.sources, begun, bytes, &all);
  return known ? std::optional(all.Hash()) : std::nullopt;
}

Hash128 HashOfOutputs(const fs::path& out, const fs::path& index, int64_t ended) {
  Gathering all;
  struct stat status {};
  ::stat(index.c_str(), &status);
  all.Add(StampOf(index).value_or(FileStamp()));
  all.Add({static_cast<int64_t>(status.st_ino)});
  for (const char* const base : {"failed_customers", "failed_households"}) {
    std::error_code code;
    for (const FolderEntry& entry : ListFolder(out / base, &code)) {
      if (IsOutputName(entry.name)) AddOutput(out / base / entry.name, entry.kind, ended, &all);
    }
    all.Add({code.value()});
  }
  return all.Hash();
}

std::filesystem::path LastRecoverPath(const fs::path& out) { return out / kFileName; }

std::optional<LastRecover> ReadLastRecover(const fs::path& out) {
  auto bytes = ReadFile(LastRecoverPath(out));
  if (!bytes.ok()) return std::nullopt;
  std::istringstream text(std::move(bytes.value()));
  std::string form;
  LastRecover last;
  size_t text_size = 0;
  size_t json_size = 0;
  text >> form >> last.begun >> last.inputs.high >> last.inputs.low >> last.ended >>
      last.outputs.high >> last.outputs.low >> last.status >> text_size >> json_size;
  if (!text || form != kForm || text.get() != '\n') return std::nullopt;
  const std::string told = text.str().substr(static_cast<size_t>(text.tellg()));
  if (told.size() != text_size + json_size) return std::nullopt;
  last.text = told.substr(0, text_size);
  last.json = told.substr(text_size);
  return last;
}

Status WriteLastRecover(const fs::path& out, const LastRecover& last) {
  std::ostringstream text;
  text << kForm << ' ' << last.begun << ' ' << last.inputs.high << ' ' << last.inputs.low << ' '
       << last.ended << ' ' << last.outputs.high << ' ' << last.outputs.low << ' ' << last.status
       << ' ' << last.text.size() << ' ' << last.json.size() << '\n'
       << last.text << last.json;
  return WriteFileAtomically(LastRecoverPath(out), text.str());
}

}  // namespace analyzer
