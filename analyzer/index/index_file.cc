#include "analyzer/index/index_file.h"

#include <optional>
#include <set>
#include <stdexcept>
#include <system_error>

#include "analyzer/base/files.h"
#include "analyzer/index/schema.h"
#include "analyzer/index/sealed_pages.h"

namespace analyzer {

namespace {

namespace fs = std::filesystem;

constexpr char kElsewhere[] = "; name another place with --index";

// The first bytes of a database (https://www.sqlite.org/fileformat.html).
class Head {
 public:
  static constexpr size_t kBytes = 100;

  explicit Head(std::string bytes) : bytes_(std::move(bytes)) {}

  bool IsDatabase() const {
    static constexpr char kText[] = "SQLite format 3";  // its closing zero byte is part of it
    return bytes_.starts_with(std::string_view(kText, sizeof kText)) && bytes_.size() == kBytes;
  }
  uint32_t application() const { return Number(68, 4); }
  uint32_t version() const { return Number(60, 4); }

  // Why it cannot be an index of this version; nothing where it can. `size` is the whole file's.
  std::optional<std::string> Damage(uintmax_t size) const {
    const bool as_made = Number(16, 2) == kPageBytes && Number(18, 1) == 1 && Number(19, 1) == 1 &&
                         Number(20, 1) == kSealBytes;
    if (!as_made) return "its head is not as it was written";
    const uintmax_t told = uintmax_t{Number(28, 4)} * kPageBytes;
    if (size == told) return std::nullopt;
    return "it has " + std::to_string(size) + " bytes, and its head says " + std::to_string(told);
  }

 private:
  uint32_t Number(size_t at, size_t size) const {
    uint32_t number = 0;
    for (const char byte : bytes_.substr(at, size))
      number = number << 8 | static_cast<uint8_t>(byte);
    return number;
  }

  std::string bytes_;
};

Result<Head> ReadHead(const fs::path& path) {
  auto bytes = ReadFileRange(path, 0, Head::kBytes);
  if (!bytes.ok()) return bytes.error();
  Head head(std::move(bytes.value()));
  if (!head.IsDatabase())
    return Error{path.string() + " is there already and is no index" + kElsewhere};
  if (head.application() != kApplicationId)
    return Error{path.string() + " is a database of another program" + kElsewhere};
  if (head.version() > kVersion)
    return Error{path.string() + " was written by a later version of this program" + kElsewhere};
  return head;
}

// Statements by themselves, without comments, and with single blanks.
std::set<std::string> StatementsOf(std::string_view sql) {
  std::set<std::string> statements;
  std::string statement;
  for (size_t at = 0; at < sql.size(); ++at) {
    if (sql.substr(at, 2) == "--") at = std::min(sql.find('\n', at), sql.size() - 1);
    const char c = sql[at];
    if (c == ';') {
      statements.insert(std::exchange(statement, {}));
    } else if (c != ' ' && c != '\n') {
      statement += c;
    } else if (!statement.empty() && statement.back() != ' ') {
      statement += ' ';
    }
  }
  if (!statement.empty()) statements.insert(statement);
  return statements;
}

// The statements that make them; of the others, some tell the application and the version.
std::set<std::string> TablesAndViewsOf(std::string_view sql) {
  std::set<std::string> statements = StatementsOf(sql);
  std::erase_if(statements, [](const std::string& one) {
    return !one.starts_with("CREATE TABLE ") && !one.starts_with("CREATE VIEW ");
  });
  return statements;
}

}  // namespace

bool IsThere(const fs::path& path) {
  std::error_code code;
  return fs::exists(path, code) && fs::file_size(path, code) != 0;
}

Status CheckReplaceable(const fs::path& path) {
  const auto head = ReadHead(path);
  return head.ok() ? Status() : head.error();
}

Status CheckReadable(const fs::path& path) {
  const auto head = ReadHead(path);
  if (!head.ok()) return head.error();
  if (head.value().version() < kVersion) {
    return Error{path.string() +
                 " was written by an earlier version of this program; remove it and index the "
                 "files anew"};
  }
  std::error_code code;
  const auto damage = head.value().Damage(fs::file_size(path, code));
  if (damage) throw std::runtime_error(DamagedIndex(path.string(), *damage));
  return {};
}

void CheckSchema(Database* database, const fs::path& path) {
  static const std::set<std::string> needed = TablesAndViewsOf(kIndexSchema);
  // An index of a table changes nothing of what it holds.
  Statement rows(*database, "SELECT sql, name FROM sqlite_schema WHERE type <> 'index'");
  size_t found = 0;
  while (rows.Step()) {
    const std::set<std::string> one = StatementsOf(rows.Text(0));
    if (one.size() != 1 || !needed.contains(*one.begin())) {
      throw std::runtime_error(DamagedIndex(
          path.string(), "its " + rows.Text(1) + " was not made by this version of the program"));
    }
    ++found;
  }
  if (found == needed.size()) return;
  throw std::runtime_error(DamagedIndex(path.string(), "tables of it are missing"));
}

std::string DamagedIndex(std::string_view path, std::string_view why) {
  return "the index " + std::string(path) + " is damaged: " + std::string(why) +
         "; remove it and make it anew, or name another with --index";
}

}  // namespace analyzer
