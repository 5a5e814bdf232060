#include "analyzer/base/openssl.h"

#include <openssl/crypto.h>

#include <new>

namespace analyzer {

void PrepareOpenSsl() {
  if (OSSL_LIB_CTX_get0_global_default() == nullptr) throw std::bad_alloc();
}

}  // namespace analyzer
