#include "analyzer/redact/digit_cipher.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "analyzer/base/openssl.h"

namespace analyzer {
namespace {

constexpr int kRounds = 10;         // NIST SP 800-38G takes as many for FF1
constexpr size_t kMostDigits = 36;  // each half of them fits 64 bits

uint64_t PowerOfTen(size_t exponent) {
  uint64_t power = 1;
  for (size_t i = 0; i < exponent; ++i) power *= 10;
  return power;
}

uint64_t NumberOf(std::string_view digits) {
  uint64_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<uint64_t>(c - '0');
  return number;
}

std::string DigitsOf(uint64_t number, size_t length) {
  std::string digits(length, '0');
  for (size_t i = length; i > 0; --i, number /= 10) {
    digits[i - 1] = static_cast<char>('0' + number % 10);
  }
  return digits;
}

}  // namespace

// AES as the pseudo-random function: a block a call, and much faster than a hash.
struct DigitCipher::Cipher {
  explicit Cipher(const SecretKey& key) {
    PrepareOpenSsl();
    context = EVP_CIPHER_CTX_new();
    const auto* const bytes = reinterpret_cast<const unsigned char*>(key.bytes().data());
    if (context == nullptr ||
        EVP_EncryptInit_ex(context, EVP_aes_256_ecb(), nullptr, bytes, nullptr) != 1) {
      throw std::runtime_error("OpenSSL gives no AES-256");
    }
    EVP_CIPHER_CTX_set_padding(context, 0);
  }
  ~Cipher() { EVP_CIPHER_CTX_free(context); }
  Cipher(const Cipher&) = delete;
  Cipher& operator=(const Cipher&) = delete;

  EVP_CIPHER_CTX* context = nullptr;
};

DigitCipher::DigitCipher(const SecretKey& key) : cipher_(std::make_unique<Cipher>(key)) {}
DigitCipher::~DigitCipher() = default;

uint64_t DigitCipher::Random(unsigned char purpose, unsigned char round, unsigned char length,
                             uint64_t value) const {
  std::array<unsigned char, 16> block{purpose, round, length};
  for (size_t i = 0; i < 8; ++i) block[8 + i] = static_cast<unsigned char>(value >> (8 * i));
  std::array<unsigned char, 32> out{};
  int written = 0;
  if (EVP_EncryptUpdate(cipher_->context, out.data(), &written, block.data(), block.size()) != 1) {
    throw std::runtime_error("OpenSSL cannot encrypt");
  }
  uint64_t random = 0;
  for (size_t i = 0; i < 8; ++i) random = random << 8 | out[i];
  return random;
}

// A Feistel network: each round adds to one half what the other gives.
std::string DigitCipher::PermutePiece(std::string_view digits) const {
  if (digits.size() == 1) {
    return std::string(1, static_cast<char>('0' + Shuffled(10, '1')[digits[0] - '0']));
  }
  const auto length = static_cast<unsigned char>(digits.size());
  const size_t left_size = digits.size() / 2;
  const size_t right_size = digits.size() - left_size;
  uint64_t left = NumberOf(digits.substr(0, left_size));
  uint64_t right = NumberOf(digits.substr(left_size));
  const uint64_t left_range = PowerOfTen(left_size);
  const uint64_t right_range = PowerOfTen(right_size);
  for (unsigned char round = 0; round < kRounds; round += 2) {
    left = (left + Random('d', round, length, right) % left_range) % left_range;
    right = (right + Random('d', round + 1, length, left) % right_range) % right_range;
  }
  return DigitsOf(left, left_size) + DigitsOf(right, right_size);
}

std::string DigitCipher::Permute(std::string_view digits) const {
  std::string permuted;
  for (size_t at = 0; at < digits.size(); at += kMostDigits) {
    permuted += PermutePiece(digits.substr(at, kMostDigits));
  }
  return permuted;
}

std::vector<int> DigitCipher::Shuffled(int size, char purpose) const {
  std::vector<int> order(static_cast<size_t>(size));
  std::iota(order.begin(), order.end(), 0);
  for (size_t i = order.size(); i > 1; --i) {
    const uint64_t other = Random('s', static_cast<unsigned char>(purpose), 0, i) % i;
    std::swap(order[i - 1], order[other]);
  }
  return order;
}

}  // namespace analyzer
