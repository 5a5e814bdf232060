#include "analyzer/audit/importable.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace analyzer {
namespace {

using Fields = JsonFields;

constexpr std::array<std::string_view, 4> kChangeTypes = {"CREATE", "UPDATE", "UPSERT", "DELETE"};
constexpr std::array<std::string_view, 2> kTypes = {"PERSON", "ORGANIZATION"};

// `key` must be one of `words`.
template <size_t N>
void CheckWord(const Fields& fields, const char* key, const std::array<std::string_view, N>& words,
               std::vector<std::string>* faults) {
  const JsonValue* value = FindField(fields, key);
  if (value == nullptr) {
    faults->push_back(std::string("it has no ") + key);
    return;
  }
  if (std::find(words.begin(), words.end(), value->Text()) != words.end()) return;
  std::string allowed;
  for (const std::string_view word : words) {
    if (!allowed.empty()) allowed += word == words.back() ? " or " : ", ";
    allowed += word;
  }
  faults->push_back(std::string(key) + " is " + std::string(value->raw) + ", not " + allowed);
}

bool HasText(const Fields& fields, const char* key) { return !FieldText(fields, key).empty(); }

bool IsDefaultEmail(const Fields& email) {
  return FieldText(email, "contactPurposeTypeCode") == "DEFAULT" &&
         FieldText(email, "contactMethodTypeCode") == "HOMEEMAIL";
}

bool HasDefaultEmail(const Fields& person, JsonReader* reader) {
  const JsonValue* list = FindField(person, "emails");
  std::vector<JsonValue> emails;
  if (list == nullptr || list->kind != JsonKind::kArray || !reader->ReadArray(list->raw, &emails))
    return false;
  Fields email;
  return std::any_of(emails.begin(), emails.end(), [&](const JsonValue& value) {
    return value.kind == JsonKind::kObject && reader->ReadObject(value.raw, &email) &&
           IsDefaultEmail(email);
  });
}

}  // namespace

std::vector<std::string> FaultsOfCustomer(const Fields& fields, JsonReader* reader) {
  std::vector<std::string> faults;
  CheckWord(fields, "changeType", kChangeTypes, &faults);
  CheckWord(fields, "type", kTypes, &faults);
  Fields own = fields;
  for (const char* const level : {"organization", "person"}) {
    const JsonValue* value = FindField(fields, level);
    if (value == nullptr) continue;
    if (value->kind != JsonKind::kObject || !reader->ReadObject(value->raw, &own)) {
      faults.push_back(std::string(level) + " is no object");
      return faults;
    }
  }
  if (!HasText(own, "customerId") && !HasText(own, "username") && !HasDefaultEmail(own, reader))
    faults.emplace_back("nothing identifies it: no customerId, username or default email");
  return faults;
}

std::vector<std::string> FaultsOfHousehold(const Fields& fields) {
  std::vector<std::string> faults;
  CheckWord(fields, "changeType", kChangeTypes, &faults);
  if (!HasText(fields, "householdId")) faults.emplace_back("it has no householdId");
  return faults;
}

}  // namespace analyzer
