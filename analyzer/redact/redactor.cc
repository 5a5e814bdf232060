#include "analyzer/redact/redactor.h"

#include <utility>

#include "analyzer/redact/known.h"
#include "analyzer/redact/pseudonyms.h"
#include "analyzer/redact/text_redactor.h"
#include "analyzer/redact/vocabulary.h"
#include "analyzer/redact/word_redactor.h"

namespace analyzer {

struct Redactor::Parts {
  Parts(Index* index, const SecretKey& key, bool keep_ids)
      : known(LoadKnown(index)),
        pseudonyms(key),
        words(&pseudonyms, &known, keep_ids),
        text(&words) {
    using Words = const std::unordered_set<std::string>*;
    for (const Words list : {Words(&FormatWords()), Words(&MessageWords()), Words(&known.names)}) {
      for (const std::string& word : *list) pseudonyms.Avoid(word);
    }
  }

  Known known;
  Pseudonyms pseudonyms;
  WordRedactor words;
  TextRedactor text;
};

Redactor::Redactor(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Redactor::~Redactor() = default;

std::unique_ptr<Redactor> Redactor::For(Index* index, const SecretKey& key) {
  return std::unique_ptr<Redactor>(new Redactor(std::make_unique<Parts>(index, key, true)));
}

std::string Redactor::Name(std::string_view name) { return parts_->text.Redact(name, true); }
std::string Redactor::Username(std::string_view username) { return Name(username); }
std::string Redactor::Email(std::string_view email) { return Name(email); }
std::string Redactor::PersonalNumber(std::string_view number) { return Name(number); }

std::string Redactor::FreeText(std::string_view text) { return parts_->text.Redact(text); }

}  // namespace analyzer
