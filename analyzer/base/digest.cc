#include "analyzer/base/digest.h"

#include <openssl/evp.h>

#include <new>

#include "analyzer/base/openssl.h"

namespace analyzer {
namespace {

// Only memory that cannot be had makes these calls fail.
void Check(int result) {
  if (result != 1) throw std::bad_alloc();
}

// Looked up once: finding it among all that the library has costs more than a short text's digest.
const EVP_MD* Algorithm() {
  static const EVP_MD* const kSha256 = [] {
    PrepareOpenSsl();
    return EVP_MD_fetch(nullptr, "SHA256", nullptr);
  }();
  if (kSha256 == nullptr) throw std::bad_alloc();
  return kSha256;
}

}  // namespace

Digest DigestOf(std::string_view bytes) {
  Digest digest{};
  Check(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, Algorithm(), nullptr));
  return digest;
}

std::string Hex(const Digest& digest) {
  std::string digits;
  digits.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    digits.push_back("0123456789abcdef"[byte >> 4]);
    digits.push_back("0123456789abcdef"[byte & 15]);
  }
  return digits;
}

std::string Sha256(std::string_view bytes) { return Hex(DigestOf(bytes)); }

std::string Sha256Base64(std::string_view bytes) {
  const Digest digest = DigestOf(bytes);
  std::array<unsigned char, 4 * ((digest.size() + 2) / 3) + 1> text{};
  const int size = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
  return {text.begin(), text.begin() + size};
}

Digester::Digester() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr) throw std::bad_alloc();
  Check(EVP_DigestInit_ex(context_.get(), Algorithm(), nullptr));
}

void Digester::Add(std::string_view bytes) {
  Check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

Digest Digester::Take() {
  Digest digest{};
  Check(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
  return digest;
}

void Digester::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

}  // namespace analyzer
