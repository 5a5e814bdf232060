#include "analyzer/redact/secret_key.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>

#include "analyzer/base/files.h"
#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

std::string HexOf(std::string_view bytes) {
  std::string digits;
  for (const char c : bytes) {
    digits.push_back("0123456789abcdef"[static_cast<unsigned char>(c) >> 4]);
    digits.push_back("0123456789abcdef"[static_cast<unsigned char>(c) & 15]);
  }
  return digits;
}

std::optional<unsigned char> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned char>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned char>(c - 'a' + 10);
  return std::nullopt;
}

}  // namespace

Result<SecretKey> SecretKey::Random() {
  SecretKey key;
  const ssize_t got = ::getrandom(key.bytes_.data(), key.bytes_.size(), 0);
  if (got != static_cast<ssize_t>(key.bytes_.size())) {
    return Error{std::string("cannot get random bytes for a key: ") + std::strerror(errno)};
  }
  return key;
}

Result<SecretKey> SecretKey::LoadOrMake(const fs::path& path) {
  std::error_code code;
  if (!fs::exists(path, code)) {
    auto key = Random();
    if (!key.ok()) return key;
    if (Status status = MakeFolder(path.parent_path()); !status.ok()) return status.error();
    auto file = AtomicFile::Create(path);
    if (!file.ok()) return file.error();
    file.value()->Write(HexOf(key.value().bytes()) + "\n");
    const Status status = file.value()->PublishNew();
    // Another process may have made it meanwhile: then that one is the key.
    if (status.ok()) return key;
    if (!fs::exists(path, code)) return status.error();
  }
  auto text = ReadFile(path);
  if (!text.ok()) return text.error();
  const std::string_view digits = Trim(text.value());
  SecretKey key;
  bool good = digits.size() == 2 * kBytes;
  for (size_t i = 0; good && i < kBytes; ++i) {
    const auto high = HexDigit(digits[2 * i]);
    const auto low = HexDigit(digits[2 * i + 1]);
    good = high && low;
    if (good) key.bytes_[i] = static_cast<unsigned char>(*high << 4 | *low);
  }
  if (good) return key;
  return Error{path.string() +
               " is no key: it must hold 64 hexadecimal digits; name a file that is not there, and "
               "it is made"};
}

Result<fs::path> SecretKey::DefaultPath() {
  constexpr char kName[] = "import-analyzer/redact.key";
  const char* const config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config != '\0') return fs::path(config) / kName;
  const char* const home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return fs::path(home) / ".config" / kName;
  return Error{"neither XDG_CONFIG_HOME nor HOME is set; name a file for the key"};
}

Result<SecretKey> SecretKey::LoadOrDefault(const fs::path& path, bool may_make) {
  const auto file = path.empty() ? DefaultPath() : path;
  if (!file.ok()) return file.error();
  std::error_code code;
  return may_make || fs::exists(file.value(), code) ? LoadOrMake(file.value()) : Random();
}

SecretKey SecretKey::Of(unsigned char byte) {
  SecretKey key;
  key.bytes_.fill(byte);
  return key;
}

}  // namespace analyzer
