#include "analyzer/redact/redaction.h"

#include <utility>

#include "analyzer/redact/vocabulary.h"

namespace analyzer {

Redaction::Redaction(Known known_ones, const SecretKey& key, bool keep_ids)
    : known(std::move(known_ones)),
      pseudonyms(key),
      words(&pseudonyms, &known, keep_ids),
      text(&words) {
  for (const auto* const list : {&FormatWords(), &MessageWords()}) {
    for (const std::string& word : *list) pseudonyms.Avoid(word);
  }
  for (const std::string& word : known.names) pseudonyms.Avoid(word);
}

}  // namespace analyzer
