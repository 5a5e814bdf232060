#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace analyzer {

using Digest = std::array<unsigned char, 32>;  // SHA-256

Digest DigestOf(std::string_view bytes);

// In lower-case hexadecimal digits.
std::string Hex(const Digest& digest);
std::string Sha256(std::string_view bytes);

// The same digest in Base64.
std::string Sha256Base64(std::string_view bytes);

// SHA-256 of bytes that come in pieces.
class Digester {
 public:
  Digester();
  void Add(std::string_view bytes);
  // To be called once, after the last Add.
  Digest Take();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace analyzer
