#pragma once

#include "analyzer/redact/redaction.h"

namespace analyzer {

// How texts are redacted where the index knows nobody.
inline Redaction& Nobodys() {
  static const auto kIndex = Index::CreateTemporary();
  static Redaction redaction(LoadKnown(kIndex.value().get()).value(), SecretKey::Of(5), false);
  return redaction;
}

}  // namespace analyzer
