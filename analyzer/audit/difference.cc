#include "analyzer/audit/difference.h"

#include "analyzer/extract/original_reader.h"

namespace analyzer {
namespace {

constexpr int kMostLevels = 64;  // below these two values differ as a whole

class Comparison {
 public:
  explicit Comparison(JsonReader* reader) : reader_(*reader) {}

  void Compare(std::string_view a, std::string_view b, const std::string& place, int level) {
    if (ValueHash(a) == ValueHash(b)) return;
    const bool deeper = level < kMostLevels && !a.empty() && !b.empty() && a.front() == b.front();
    if (deeper && a.front() == '{' && CompareObjects(a, b, place, level)) return;
    if (deeper && a.front() == '[' && CompareArrays(a, b, place, level)) return;
    places_.push_back(place);
  }

  std::vector<std::string> Take() { return std::move(places_); }

 private:
  bool CompareObjects(std::string_view a, std::string_view b, const std::string& place, int level) {
    JsonFields of_a;
    JsonFields of_b;
    if (!reader_.ReadObject(a, &of_a) || !reader_.ReadObject(b, &of_b)) return false;
    const size_t before = places_.size();
    const std::string stem = place.empty() ? "" : place + ".";
    for (const JsonField& field : of_a) {
      const JsonValue* other = FindField(of_b, field.Key());
      if (other == nullptr) {
        places_.push_back(stem + field.Key());
      } else {
        Compare(field.value.raw, other->raw, stem + field.Key(), level + 1);
      }
    }
    for (const JsonField& field : of_b) {
      if (FindField(of_a, field.Key()) == nullptr) places_.push_back(stem + field.Key());
    }
    // Duplicate keys may be all that differs.
    return places_.size() > before;
  }

  bool CompareArrays(std::string_view a, std::string_view b, const std::string& place, int level) {
    std::vector<JsonValue> of_a;
    std::vector<JsonValue> of_b;
    if (!reader_.ReadArray(a, &of_a) || !reader_.ReadArray(b, &of_b) || of_a.size() != of_b.size())
      return false;
    for (size_t i = 0; i < of_a.size(); ++i) {
      Compare(of_a[i].raw, of_b[i].raw, place + "[" + std::to_string(i) + "]", level + 1);
    }
    return true;
  }

  JsonReader& reader_;
  std::vector<std::string> places_;
};

}  // namespace

std::vector<std::string> DifferingPlaces(std::string_view a, std::string_view b,
                                         JsonReader* reader) {
  Comparison comparison(reader);
  comparison.Compare(a, b, "", 0);
  return comparison.Take();
}

}  // namespace analyzer
