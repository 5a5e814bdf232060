#pragma once

#include "analyzer/redact/known.h"
#include "analyzer/redact/pseudonyms.h"
#include "analyzer/redact/secret_key.h"
#include "analyzer/redact/text_redactor.h"
#include "analyzer/redact/word_redactor.h"

namespace analyzer {

// All that it takes to replace personal data under one key, for one index. No pseudonym is a name
// that the index knows, nor a word that stays as it is.
struct Redaction {
  // With `keep_ids`, ids of customers and cards stay.
  Redaction(Known known_ones, const SecretKey& key, bool keep_ids);
  Redaction(const Redaction&) = delete;
  Redaction& operator=(const Redaction&) = delete;

  Known known;
  Pseudonyms pseudonyms;
  WordRedactor words;
  TextRedactor text;
};

}  // namespace analyzer
