#include "analyzer/redact/redactor.h"

#include <utility>

#include "analyzer/redact/redaction.h"

namespace analyzer {

Redactor::Redactor(std::unique_ptr<Redaction> parts) : parts_(std::move(parts)) {}
Redactor::~Redactor() = default;

Result<std::unique_ptr<Redactor>> Redactor::For(Index* index, const SecretKey& key) {
  auto known = LoadKnown(index);
  if (!known.ok()) return known.error();
  return std::unique_ptr<Redactor>(
      new Redactor(std::make_unique<Redaction>(std::move(known.value()), key, true)));
}

std::string Redactor::Customer(std::string_view key) {
  for (const std::string_view kind : {"customer:", "household:"}) {
    if (key.starts_with(kind)) return std::string(kind) + Id(key.substr(kind.size()));
  }
  return "somebody:" + parts_->pseudonyms.Word(key);
}

std::string Redactor::Id(std::string_view id) {
  return parts_->known.IsPersonalId(id) ? Name(id) : std::string(id);
}

std::string Redactor::Name(std::string_view name) { return parts_->text.Redact(name, true); }
std::string Redactor::Username(std::string_view username) { return Name(username); }
std::string Redactor::Email(std::string_view email) { return Name(email); }
std::string Redactor::PersonalNumber(std::string_view number) { return Name(number); }

std::string Redactor::FreeText(std::string_view text) { return parts_->text.Redact(text); }

}  // namespace analyzer
