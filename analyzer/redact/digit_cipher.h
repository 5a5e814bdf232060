#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/redact/secret_key.h"

namespace analyzer {

// Replaces digits by digits under a key: a permutation of all digit strings of one length, for each
// length. Not for use by several threads at once.
class DigitCipher {
 public:
  explicit DigitCipher(const SecretKey& key);
  ~DigitCipher();
  DigitCipher(const DigitCipher&) = delete;
  DigitCipher& operator=(const DigitCipher&) = delete;

  // As many digits. REQUIRES: `digits` are digits.
  std::string Permute(std::string_view digits) const;

  // The numbers 0 to `size` - 1 in an order of the key's.
  std::vector<int> Shuffled(int size, char purpose) const;

 private:
  struct Cipher;
  uint64_t Random(unsigned char purpose, unsigned char round, unsigned char length,
                  uint64_t value) const;
  std::string PermutePiece(std::string_view digits) const;

  std::unique_ptr<Cipher> cipher_;
};

}  // namespace analyzer
