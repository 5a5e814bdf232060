// The whole way, from the bytes of batch files and sources to the tree of failures.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/unicode.h"
#include "analyzer/cli/console.h"
#include "analyzer/cli/exit_status.h"
#include "analyzer/cli/recover.h"
#include "analyzer/index/index.h"
#include "analyzer/match/books.h"
#include "analyzer/source/own_output.h"
#include "analyzer/source/source_text.h"
#include "tests/fuzz/plain_json.h"
#include "tests/fuzz/property.h"
#include "tests/fuzz/provenance.h"
#include "tests/support/scratch.h"

namespace fs = std::filesystem;

namespace analyzer {
namespace {

using Files = std::map<std::string, std::string>;  // by their paths

// What the program tells people is of no use here, and there is much of it.
class Silence {
 public:
  Silence() : error_(::dup(STDERR_FILENO)) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, STDERR_FILENO);
    ::close(nowhere);
  }
  ~Silence() {
    ::dup2(error_, STDERR_FILENO);
    ::close(error_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int error_;
};

std::string BytesOf(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {(std::istreambuf_iterator<char>(stream)), {}};
}

Files FilesIn(const fs::path& folder) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    Require(!entry.is_symlink(), "no links are written");
    if (entry.is_regular_file())
      files[fs::relative(entry.path(), folder).generic_string()] = BytesOf(entry.path());
  }
  return files;
}

// A path that stays where it is put.
fs::path SafePath(std::string_view named) {
  fs::path safe;
  for (const fs::path& part : fs::path(named.substr(0, 200))) {
    std::string name = part.string().substr(0, 60);
    std::erase(name, '\0');
    if (!name.empty() && name != "." && name != ".." && name != "/") safe /= name;
  }
  return safe.empty() ? "file" : safe;
}

// `=== PATH` begins a file. What stands under `batches/` are batch files.
void WriteInputs(std::string_view input, const fs::path& folder) {
  constexpr std::string_view kMark = "=== ";
  constexpr size_t kMost = 8;
  fs::create_directories(folder / "batches");
  fs::create_directories(folder / "sources");
  for (size_t files = 0; files < kMost && !input.empty(); ++files) {
    const size_t line = std::min(input.find('\n'), input.size());
    const std::string_view head = input.substr(0, line);
    const bool named = head.starts_with(kMark);
    if (named) input.remove_prefix(std::min(line + 1, input.size()));
    const size_t next = input.find("\n=== ");
    const std::string_view bytes = input.substr(0, next == input.npos ? next : next + 1);
    const fs::path path = SafePath(named ? head.substr(kMark.size()) : "any.log");
    const bool batch = *path.begin() == "batches";
    const fs::path place = folder / (batch ? path : "sources" / path);
    std::error_code code;
    fs::create_directories(place.parent_path(), code);
    if (!fs::exists(place, code)) std::ofstream(place, std::ios::binary) << bytes;
    input.remove_prefix(bytes.size());
  }
}

int RunRecover(const fs::path& folder, const fs::path& out, unsigned jobs, bool turned) {
  RecoverOptions options;
  options.batches = {(folder / "batches").string()};
  for (const auto& entry : fs::directory_iterator(folder / "sources"))
    options.sources.push_back(entry.path().string());
  std::sort(options.sources.begin(), options.sources.end());
  if (turned) std::reverse(options.sources.begin(), options.sources.end());
  if (options.sources.empty()) options.sources.push_back((folder / "sources").string());
  options.write.out = out.string();
  options.write.reading.jobs = jobs;
  options.write.reading.limits.max_expanded = 1 << 20;
  const Silence silence;
  return Recover(options);
}

// Whether bytes say a value. Where `***` stands in it, there may be a secret in them.
bool SayOrHide(std::string_view bytes, std::string_view value) {
  constexpr std::string_view kHidden = "***";
  for (size_t at = 0; at <= value.size();) {
    const size_t end = std::min(value.find(kHidden, at), value.size());
    const std::string_view part = value.substr(at, end - at);
    if (!BytesSay(bytes, part) && !BytesSpell(bytes, part)) return false;
    at = end + kHidden.size();
  }
  return true;
}

// What a record says stands in the bytes that it is said to stand in.
void CheckProvenance(Index* index) {
  Statement rows(index->database(),
                 "SELECT f.on_disk, f.path, r.byte_begin, r.byte_end, r.customer_id, r.username, "
                 "r.email, r.error, r.result, r.result_stated FROM record r JOIN file f ON f.id = "
                 "r.file WHERE f.member = ''");
  while (rows.Step()) {
    const std::string bytes = BytesOf(index->OnDisk(rows.Text(0)));
    const auto begin = static_cast<size_t>(rows.Number(2));
    const auto end = static_cast<size_t>(rows.Number(3));
    Require(begin < end && end <= bytes.size(), "evidence lies in its file", rows.Text(1));
    // The encoding is that of the whole file.
    const SourceText source{std::string(bytes)};
    std::string said;
    const std::string_view text = source.text();
    for (size_t at = 0; at < text.size();) {
      const size_t from = at;
      bool valid = true;
      NextCodePoint(text, &at, &valid);
      const Span place = source.FileSpan({from, at});
      if (place.begin >= begin && place.end <= end) said += text.substr(from, at - from);
    }
    for (const int column : {4, 5, 6, 7}) {
      Require(SayOrHide(said, rows.Text(column)), "evidence says what is told",
              rows.Text(column) + "\n-- in --\n" + said);
    }
    Require(rows.Number(9) == 0 || BytesSayInAnyCase(said, rows.Text(8)) ||
                BytesSpell(said, rows.Text(8)),
            "evidence says the result", rows.Text(8) + "\n-- in --\n" + said);
  }
}

std::string WithoutBlanks(std::string_view text) {
  std::string packed;
  for (const char c : text) {
    if (std::string_view(" \t\r\n").find(c) == std::string_view::npos) packed += c;
  }
  return packed;
}

// Whether some input holds it, as it stands or escaped.
bool IsFromInput(std::string_view item, const std::vector<std::string>& inputs) {
  return std::any_of(inputs.begin(), inputs.end(),
                     [&](const std::string& input) { return BytesSay(input, item); });
}

const PlainJson& Need(const PlainJson& json, const char* key, PlainJson::Kind kind,
                      const std::string& name) {
  const PlainJson* const found = json.Find(key);
  Require(found != nullptr && found->kind == kind, "a file has what its schema requires",
          name + ": " + key);
  return *found;
}

long NumberOf(const PlainJson& json, const char* key, const std::string& name) {
  return std::atol(Need(json, key, PlainJson::Kind::kNumber, name).text.c_str());
}

// Each file is where it may be and what it must be; counted again, its numbers are those of the
// books.
void CheckTree(const Files& files, const std::vector<std::string>& inputs, const Books& books) {
  long items = 0;
  long failures = 0;
  for (const auto& [name, bytes] : files) {
    if (name == kIndexName || name.starts_with(".")) continue;
    Require(name.starts_with("failed_customers/") || name.starts_with("failed_households/"),
            "files are written where they belong", name);
    for (const fs::path& part : fs::path(name))
      Require(part.native().size() <= 255 && IsValidUtf8(part.native()), "names are names", name);
    if (!name.ends_with(".json")) continue;
    const auto json = ParsePlainJson(bytes);
    Require(json && json->kind == PlainJson::Kind::kObject, "a file is JSON", name + "\n" + bytes);
    const bool household = name.starts_with("failed_households/");
    const std::string file = fs::path(name).filename();
    if (name.find("/single_failures/") != std::string::npos && file.starts_with("_SUMMARY_")) {
      failures += NumberOf(*json, household ? "total_households" : "total_customers", name);
      Need(*json, "failure_reason", PlainJson::Kind::kString, name);
      Need(*json, household ? "households_list" : "customers_list", PlainJson::Kind::kArray, name);
    } else if (name.find("/single_failures/") != std::string::npos) {
      ++items;
      const PlainJson& data =
          Need(*json, household ? "households" : "data", PlainJson::Kind::kArray, name);
      Require(data.items.size() == 1 && data.items[0].kind == PlainJson::Kind::kObject,
              "a file of a failure holds one item", bytes);
      const std::string_view item = std::string_view(bytes).substr(
          data.items[0].begin, data.items[0].end - data.items[0].begin);
      Require(IsFromInput(WithoutBlanks(item), inputs), "an item was sent", item);
    } else if (file == "manifest.json") {
      Need(*json, "files", PlainJson::Kind::kArray, name);
    }
  }
  Require(items == books.matched, "each failure with an original has a file");
  Require(failures == books.failures, "each failure is in a summary");
}

void CheckBooks(const Books& books) {
  Require(books.Imbalance().empty(), "the books balance", books.Imbalance());
  Require(books.seen == books.accepted + books.failed + books.rejected + books.later,
          "all that was seen is accounted for");
  Require(books.failures == books.matched + books.ambiguous + books.unmatched,
          "all failures are accounted for");
  Require(books.items == books.answered + books.presumed + books.untold + books.unanswered,
          "all items are accounted for");
}

Files TreeOf(const fs::path& out) {
  Files tree = FilesIn(out);
  std::erase_if(tree, [](const auto& file) {
    return file.first == kIndexName || file.first.starts_with(".");
  });
  return tree;
}

}  // namespace
}  // namespace analyzer

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace analyzer;
  Console::Get().Set(Talk::kQuiet, UseColour::kNever);
  const Scratch scratch;
  const fs::path in = scratch / "in";
  WriteInputs({reinterpret_cast<const char*>(data), size}, in);
  const Files before = FilesIn(in);
  const fs::path out = scratch / "out";
  const int status = RunRecover(in, out, 1, false);
  Require(status == kDone || status == kNeedsALook, "it can be done");
  Require(FilesIn(in) == before, "inputs stay as they are");
  for (const auto& entry : fs::directory_iterator(scratch.path())) {
    Require(entry.path() == in || entry.path() == out, "nothing is written beside the output",
            entry.path().native());
  }
  std::vector<std::string> inputs;
  for (const auto& [name, bytes] : before) {
    const SourceText source{std::string(bytes)};
    inputs.push_back(WithoutBlanks(source.text()));
  }
  {
    auto index = Index::OpenToRead(out / kIndexName);
    Require(index.ok(), "the index is there");
    const Books books = CountBooks(&index.value()->database());
    CheckBooks(books);
    CheckProvenance(index.value().get());
    const bool packed = std::any_of(inputs.begin(), inputs.end(), [](const std::string& input) {
      return input.empty();  // what came out of an archive is not at hand here
    });
    if (!packed) CheckTree(FilesIn(out), inputs, books);
  }
  const fs::path other = scratch / "other";
  Require(RunRecover(in, other, 2, true) == status, "the status does not depend on jobs or order");
  const Files tree = TreeOf(out);
  Require(TreeOf(other) == tree, "what is written does not depend on jobs or order");
  Require(RunRecover(in, out, 1, false) == status && TreeOf(out) == tree,
          "running again changes nothing");
  return 0;
}
