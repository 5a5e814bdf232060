#pragma once

#include <array>
#include <filesystem>
#include <string_view>

#include "analyzer/base/result.h"

namespace analyzer {

// What pseudonyms are made from. Who has it can tell which pseudonym a name gets, and so, of names
// that can be guessed, which name a pseudonym stands for.
class SecretKey {
 public:
  static constexpr size_t kBytes = 32;

  // A new one, from the system's source of random bytes.
  static Result<SecretKey> Random();
  // The one that a file holds as 64 hexadecimal digits. Where there is no such file it is made,
  // with mode 0600, and the folders above it with 0700. An error where the file holds anything
  // else.
  static Result<SecretKey> LoadOrMake(const std::filesystem::path& path);
  // ${XDG_CONFIG_HOME:-~/.config}/import-analyzer/redact.key. An error where neither is set.
  static Result<std::filesystem::path> DefaultPath();
  // The one in that file or, where none is named, in DefaultPath(). Where the file is not there and
  // `may_make` is false, a new one of which no file is made.
  static Result<SecretKey> LoadOrDefault(const std::filesystem::path& path, bool may_make);
  // For tests: 32 times the same byte.
  static SecretKey Of(unsigned char byte);

  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

 private:
  std::array<unsigned char, kBytes> bytes_{};
};

}  // namespace analyzer
