#include "analyzer/extract/original_reader.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "analyzer/base/hash.h"
#include "analyzer/base/unicode.h"
#include "analyzer/extract/json_string.h"

namespace analyzer {
namespace {

constexpr std::array<std::string_view, 9> kPersonFields = {
    "firstName", "lastName",       "customerCards", "addresses",     "birthday",
    "emails",    "personalNumber", "phones",        "contactMethods"};
constexpr std::array<std::string_view, 5> kPersonalNumberFields = {
    "personalNumber", "personalIdentityNumber", "personalIdNumber", "nationalId",
    "socialSecurityNumber"};

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

void Add(IdentityKind kind, std::string value, Original* original) {
  if (!value.empty()) original->identities.push_back({kind, std::move(value)});
}

void AddRepaired(IdentityKind kind, const std::string& text, Original* original) {
  for (const std::string& form : RepairedForms(text)) Add(kind, Fold(form), original);
}

void AddEmail(const std::string& email, Original* original) {
  if (email.empty()) return;
  Add(IdentityKind::kEmail, Fold(email), original);
  AddRepaired(IdentityKind::kRepairedEmail, email, original);
}

std::string Joined(std::string_view first, std::string_view between, std::string_view last) {
  std::string joined;
  joined.reserve(first.size() + between.size() + last.size());
  return joined.append(first).append(between).append(last);
}

void AddName(Original* original) {
  const std::string first = Fold(original->first_name);
  const std::string last = Fold(original->last_name);
  if (first.empty() || last.empty()) return;
  const bool repairable =
      !RepairedForms(original->first_name).empty() || !RepairedForms(original->last_name).empty();
  for (const char* const between : {" ", "-"}) {
    Add(IdentityKind::kName, Joined(first, between, last), original);
    if (!repairable) continue;
    AddRepaired(IdentityKind::kRepairedName,
                Joined(original->first_name, between, original->last_name), original);
  }
}

// Each object of a list, level by level. False where one cannot be read.
template <typename Visit>
bool ForEachObject(const JsonValue* list, JsonReader* reader, Visit visit) {
  if (list == nullptr || list->kind != JsonKind::kArray) return true;
  std::vector<JsonValue> values;
  if (!reader->ReadArray(*list, &values)) return false;
  JsonFields fields;
  for (const JsonValue& value : values) {
    if (value.kind != JsonKind::kObject) continue;
    if (!reader->ReadObject(value, &fields)) return false;
    visit(fields);
  }
  return true;
}

void AddPersonalNumber(const std::string& number, Original* original) {
  if (number.empty()) return;
  const std::string digits = DigitsOf(number);
  if (digits.size() == 12) {
    Add(IdentityKind::kPersonalNumber, digits, original);
    Add(IdentityKind::kPersonalNumberTail, digits.substr(2), original);
  } else if (digits.size() == 10) {
    Add(IdentityKind::kPersonalNumberShort, digits, original);
  }
}

bool ReadPerson(const JsonFields& person, JsonReader* reader, Original* original) {
  original->id = FieldText(person, "customerId");
  original->username = FieldText(person, "username");
  original->first_name = FieldText(person, "firstName");
  original->last_name = FieldText(person, "lastName");
  original->birthday = DigitsOf(FieldText(person, "birthday")).substr(0, 8);
  Add(IdentityKind::kCustomerId, original->id, original);
  Add(IdentityKind::kUsername, Fold(original->username), original);
  AddRepaired(IdentityKind::kRepairedUsername, original->username, original);
  for (const std::string_view key : kPersonalNumberFields)
    AddPersonalNumber(FieldText(person, key), original);
  AddName(original);
  AddEmail(FieldText(person, "email"), original);
  const bool cards =
      ForEachObject(FindField(person, "customerCards"), reader, [&](const auto& card) {
        Add(IdentityKind::kCard, FieldText(card, "number"), original);
        Add(IdentityKind::kCard, FieldText(card, "cardNumber"), original);
      });
  const bool emails = ForEachObject(FindField(person, "emails"), reader, [&](const auto& email) {
    AddEmail(FieldText(email, "email"), original);
    AddEmail(FieldText(email, "emailAddress"), original);
    AddEmail(FieldText(email, "address"), original);
    AddEmail(FieldText(email, "value"), original);
  });
  return cards && emails;
}

// Two independent 64-bit mixes; the second multiplier is that of SplitMix64.
struct TwoHashes {
  uint64_t a = 0;
  uint64_t b = 0;
};

uint64_t Mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

TwoHashes HashText(char tag, std::string_view text) {
  TwoHashes hash{0xCBF29CE484222325ULL + static_cast<unsigned char>(tag), 0x9E3779B97F4A7C15ULL};
  for (const char c : text) {
    hash.a = (hash.a ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    hash.b = (hash.b + static_cast<unsigned char>(c) + 1) * 0x5851F42D4C957F2DULL;
    hash.b ^= hash.b >> 29;
  }
  return {Mix(hash.a), Mix(hash.b ^ static_cast<unsigned char>(tag))};
}

TwoHashes Combine(TwoHashes x, TwoHashes y) { return {Mix(x.a * 31 + y.a), Mix(x.b * 37 + y.b)}; }

// Follows the tokens without recursion, so that no depth of nesting can exhaust the stack.
class ValueHasher {
 public:
  explicit ValueHasher(std::string_view json) : json_(json) {}

  TwoHashes Run() {
    stack_.push_back({'[', {}, {}, false});
    while (at_ < json_.size()) Step();
    return stack_.front().sum;
  }

 private:
  struct Level {
    char bracket;
    TwoHashes sum;
    TwoHashes key;
    bool has_key;
  };

  void Step() {
    const char c = json_[at_];
    if (c == '{' || c == '[') {
      stack_.push_back({c, HashText(c, ""), {}, false});
      ++at_;
    } else if (c == '}' || c == ']') {
      const TwoHashes sum = stack_.back().sum;
      if (stack_.size() > 1) stack_.pop_back();
      Value({Mix(sum.a), Mix(sum.b)});
      ++at_;
    } else if (c == '"') {
      String();
    } else if (c == ',' || c == ':' || static_cast<unsigned char>(c) <= ' ') {
      ++at_;
    } else {
      const size_t end = std::min(json_.find_first_of(",:]} \t\r\n", at_), json_.size());
      Value(HashText('n', json_.substr(at_, end - at_)));
      at_ = end;
    }
  }

  void String() {
    size_t end = at_ + 1;
    bool escaped = false;
    while (end < json_.size() && json_[end] != '"') {
      escaped |= json_[end] == '\\';
      end += json_[end] == '\\' ? 2 : 1;
    }
    end = std::min(end, json_.size());
    const std::string_view content = json_.substr(at_ + 1, end - at_ - 1);
    const TwoHashes hash =
        escaped ? HashText('s', DecodeJsonString(content)) : HashText('s', content);
    at_ = std::min(end + 1, json_.size());
    Level& level = stack_.back();
    if (level.bracket == '{' && !level.has_key) {
      level.key = hash;
      level.has_key = true;
    } else {
      Value(hash);
    }
  }

  // In an object the order does not count: the pairs' hashes are added up.
  void Value(TwoHashes hash) {
    Level& level = stack_.back();
    if (level.bracket == '{') {
      const TwoHashes pair = Combine(level.key, hash);
      level.sum = {level.sum.a + pair.a, level.sum.b + pair.b};
      level.has_key = false;
    } else {
      level.sum = Combine(level.sum, hash);
    }
  }

  std::string_view json_;
  size_t at_ = 0;
  std::vector<Level> stack_;
};

void AppendHex(uint64_t value, std::string* out) {
  for (int shift = 60; shift >= 0; shift -= 4)
    out->push_back("0123456789abcdef"[value >> shift & 15]);
}

}  // namespace

bool IsOriginal(const JsonFields& fields) {
  if (FindField(fields, "originalData") != nullptr) return false;
  const JsonValue* person = FindField(fields, "person");
  if (person == nullptr) person = FindField(fields, "organization");
  const bool has_person = person != nullptr && person->kind == JsonKind::kObject;
  const auto has = [&](std::string_view key) { return FindField(fields, key) != nullptr; };
  // A verdict beside an identity is a record, even where it echoes what was sent; fields that
  // nobody listed may stand in an original, too.
  const bool verdict = has("result") || has("error") || has("errorMessage") || has("message");
  if (verdict) {
    return has_person && has("changeType") && has("type") && !has("customerId") &&
           !has("username") && !has("email");
  }
  if (has_person) return true;
  if (FindField(fields, "householdId") != nullptr) {
    return FindField(fields, "memberIds") != nullptr ||
           FindField(fields, "primaryMemberId") != nullptr ||
           FindField(fields, "changeType") != nullptr;
  }
  if (FindField(fields, "changeType") == nullptr) return false;
  const std::string type = Upper(FieldText(fields, "type"));
  return type == "PERSON" || type == "ORGANIZATION" ||
         std::any_of(kPersonFields.begin(), kPersonFields.end(),
                     [&](std::string_view key) { return FindField(fields, key) != nullptr; });
}

std::optional<Original> ReadOriginal(std::string_view raw, const JsonFields& fields,
                                     JsonReader* reader) {
  constexpr size_t kFewIdentities = 8;  // most have no more
  Original original;
  original.identities.reserve(kFewIdentities);
  original.change_type = Upper(FieldText(fields, "changeType"));
  if (FindField(fields, "householdId") != nullptr) {
    original.household = true;
    original.id = FieldText(fields, "householdId");
    Add(IdentityKind::kHouseholdId, original.id, &original);
    if (original.id.empty()) original.version = ValueHash(raw);
    return original;
  }
  const JsonValue* person = FindField(fields, "person");
  if (person == nullptr) person = FindField(fields, "organization");
  const bool flat = person == nullptr || person->kind != JsonKind::kObject;
  JsonFields own;
  if (!flat && !reader->ReadObject(*person, &own)) return std::nullopt;
  if (!ReadPerson(flat ? fields : own, reader, &original)) return std::nullopt;
  if (original.id.empty()) original.version = ValueHash(raw);
  return original;
}

int64_t HashOfPerson(const Original& original) {
  const std::string name = Fold(original.first_name + " " + original.last_name);
  for (const IdentityKind kind :
       {IdentityKind::kUsername, IdentityKind::kPersonalNumber, IdentityKind::kEmail}) {
    for (const Identity& identity : original.identities) {
      if (identity.kind != kind || name.empty()) continue;
      const std::string own = identity.value + ":" + name + ":" + original.birthday;
      return static_cast<int64_t>(Hash64(own, static_cast<uint64_t>(kind)));
    }
  }
  return static_cast<int64_t>(Hash64(original.version));
}

std::string CustomerKey(const Original& original) {
  if (!original.id.empty()) return (original.household ? "household:" : "customer:") + original.id;
  char key[32];
  std::snprintf(key, sizeof key, "customer~%016llx",
                static_cast<unsigned long long>(HashOfPerson(original)));
  return key;
}

std::string ValueHash(std::string_view json) {
  const TwoHashes hash = ValueHasher(json).Run();
  std::string digits;
  AppendHex(hash.a, &digits);
  AppendHex(hash.b, &digits);
  return digits;
}

std::optional<std::string> CutOriginal(std::string_view slice, std::string_view version) {
  // Each level at least doubles the backslashes: nobody writes more.
  constexpr int kMostEscaped = 4;
  std::string text(slice);
  for (int level = 0;; ++level) {
    if (ValueHash(text) == version) return text;
    if (level == kMostEscaped) return std::nullopt;
    text = UnescapeJson(text, 0).bytes();
  }
}

}  // namespace analyzer
