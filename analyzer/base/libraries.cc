#include "analyzer/base/libraries.h"

#include <openssl/crypto.h>
#include <utf8proc.h>
#include <xxhash.h>

namespace analyzer {

std::vector<std::string> BaseLibraries() {
  constexpr unsigned kStep = 100;
  const unsigned xxhash = XXH_versionNumber();  // 802 is 0.8.2
  return {std::string("OpenSSL ") + OpenSSL_version(OPENSSL_VERSION_STRING),
          std::string("utf8proc ") + utf8proc_version(),
          "xxHash " + std::to_string(xxhash / kStep / kStep) + "." +
              std::to_string(xxhash / kStep % kStep) + "." + std::to_string(xxhash % kStep)};
}

}  // namespace analyzer
