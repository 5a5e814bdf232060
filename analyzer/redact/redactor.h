#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/index/index.h"
#include "analyzer/redact/secret_key.h"

namespace analyzer {

struct Redaction;

// Replaces personal data in what is told of an index: equal names get equal pseudonyms, with one
// key always the same ones. Ids of customers and cards stay: without them nobody can act on what is
// told; but not those that are an email, a personal number or a name. Not for use by several
// threads at once.
class Redactor {
 public:
  // Reads who is known from the index and its batch files; they are not kept. An error where these
  // cannot be read any more.
  static Result<std::unique_ptr<Redactor>> For(Index* index, const SecretKey& key);
  ~Redactor();
  Redactor(const Redactor&) = delete;
  Redactor& operator=(const Redactor&) = delete;

  // The key that is the same for all that is known of one customer. Of one that is made of an id,
  // Id of that.
  std::string Customer(std::string_view key);
  // An id of a customer, card or household.
  std::string Id(std::string_view id);
  // A name or a part of one, an address, a city: every word and digit is replaced.
  std::string Name(std::string_view name);
  // `ANNA TEST-1234` and its like; gives what Name and PersonalNumber give of the parts.
  std::string Username(std::string_view username);
  std::string Email(std::string_view email);
  // Digits, with or without signs between them; also a birthday.
  std::string PersonalNumber(std::string_view number);
  // A message, a line of a log, a path, JSON: what is personal in it is replaced; the words of
  // formats and messages, times, counts and ids stay.
  std::string FreeText(std::string_view text);

 private:
  explicit Redactor(std::unique_ptr<Redaction> parts);
  std::unique_ptr<Redaction> parts_;
};

}  // namespace analyzer
