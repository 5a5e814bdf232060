// Gives each page of an index a seal that fits it, as somebody could who changes one by hand: for
// tests of what the program makes of that.
//
// usage: reseal INDEX
#include <cstring>
#include <iostream>
#include <string>

#include "analyzer/base/files.h"
#include "analyzer/base/hash.h"
#include "analyzer/index/sealed_pages.h"

int main(int count, char** arguments) {
  using namespace analyzer;
  if (count != 2) return 2;
  auto index = ReadFile(arguments[1]);
  if (!index.ok()) return 3;
  std::string bytes = std::move(index.value());
  for (size_t at = 0; at + kPageBytes <= bytes.size(); at += kPageBytes) {
    const uint64_t seal =
        Hash64(std::string_view(bytes).substr(at, kPageBytes - kSealBytes), at / kPageBytes + 1);
    std::memcpy(bytes.data() + at + kPageBytes - kSealBytes, &seal, kSealBytes);
  }
  const Status written = WriteFileAtomically(arguments[1], bytes);
  if (!written.ok()) std::cerr << written.error().message << '\n';
  return written.ok() ? 0 : 3;
}
