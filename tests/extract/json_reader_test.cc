#include "analyzer/extract/json_reader.h"

#include <array>
#include <catch2/catch.hpp>
#include <random>

#include "analyzer/source/text.h"

using namespace analyzer;

namespace {

// A text with the padding that the reader asks for.
std::string Padded(std::string text) {
  text.reserve(text.size() + kPadding);
  return text;
}

bool Reads(const std::string& text) {
  JsonReader reader;
  JsonFields fields;
  return reader.ReadObject(Padded(text), &fields);
}

// Objects and arrays as they come, and the same damaged.
class Texts {
 public:
  std::string Value(int levels) {
    switch (Below(levels > 0 ? 8 : 6)) {
      case 0:
        return "null";
      case 1:
        return "-12.5e3";
      case 2:
        return R"("a \"quoted\" {word}, å")";
      case 3:
        return R"("\u00e5\\")";
      case 4:
        return "true";
      case 5:
        return R"("")";
      case 6:
        return "[" + Members(levels, false) + "]";
      default:
        return Object(levels);
    }
  }

  std::string Object(int levels) { return "{" + Members(levels, true) + "}"; }

  std::string Damaged(std::string text) {
    constexpr std::string_view kBytes = "{}[],:\"\\ 1n'\n\f\xC3";
    for (size_t times = Below(3); times > 0; --times) {
      const size_t at = Below(text.size());
      const char byte = kBytes[Below(kBytes.size())];
      switch (Below(3)) {
        case 0:
          text.erase(at, 1);
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        default:
          text[at] = byte;
      }
    }
    return text;
  }

 private:
  size_t Below(size_t end) { return random_() % end; }

  std::string Members(int levels, bool keys) {
    constexpr std::array kKeys = {R"("a")", R"("customerId")", R"("\u0061")", R"("")"};
    std::string members = Below(2) == 0 ? " " : "";
    for (size_t i = 0, count = Below(4); i < count; ++i) {
      if (i > 0) members += Below(2) == 0 ? "," : " ,\n";
      if (keys) members += std::string(kKeys[Below(kKeys.size())]) + (Below(2) == 0 ? ":" : " : ");
      members += Value(levels - 1);
    }
    return members;
  }

  std::mt19937 random_{1};
};

// Reads a text in both ways, and all levels of it.
class BothWays {
 public:
  // Objects with a comma between them. True where all are sound.
  bool CheckRow(const std::vector<std::string>& objects) {
    std::string row;
    for (const std::string& object : objects) row += (row.empty() ? "" : " ,\n") + object;
    row = Padded(row);
    const bool sound = reader_.Prepare(row);
    size_t at = 0;
    for (const std::string& object : objects) {
      REQUIRE((!sound || reader_.IsDocument(Padded(object))));
      CheckObject({JsonKind::kObject, std::string_view(row).substr(at, object.size())});
      at += object.size() + 3;
    }
    reader_.Forget();
    return sound;
  }

  void CheckObject(const JsonValue& value) {
    JsonFields fields;
    JsonFields alone;
    const bool read = reader_.ReadObject(value, &fields);
    REQUIRE(read == level_.ReadObject(value.raw, &alone));
    if (!read) return;
    ++read_;
    REQUIRE(fields.size() == alone.size());
    for (size_t i = 0; i < fields.size(); ++i) {
      REQUIRE(fields[i].Key() == alone[i].Key());
      CheckSame(fields[i].value, alone[i].value);
    }
    for (const JsonField& field : fields) {
      const JsonValue* last = fields.Find(field.Key());
      REQUIRE(last != nullptr);
      REQUIRE(last->raw == alone.Find(field.Key())->raw);
      CheckInside(field.value);
    }
  }

  int64_t read() const { return read_; }

 private:
  void CheckArray(const JsonValue& value) {
    std::vector<JsonValue> values;
    std::vector<JsonValue> alone;
    const bool read = reader_.ReadArray(value, &values);
    REQUIRE(read == level_.ReadArray(value.raw, &alone));
    if (!read) return;
    REQUIRE(values.size() == alone.size());
    for (size_t i = 0; i < values.size(); ++i) {
      CheckSame(values[i], alone[i]);
      CheckInside(values[i]);
    }
  }

  static void CheckSame(const JsonValue& a, const JsonValue& b) {
    REQUIRE(a.kind == b.kind);
    REQUIRE(a.raw == b.raw);
    REQUIRE(a.Text() == b.Text());
  }

  void CheckInside(const JsonValue& value) {
    if (value.kind == JsonKind::kObject) CheckObject(value);
    if (value.kind == JsonKind::kArray) CheckArray(value);
  }

  JsonReader reader_;
  JsonLevelReader level_;
  int64_t read_ = 0;
};

}  // namespace

TEST_CASE("Fields come in their order, with their raw values") {
  const std::string text = Padded(R"({"customerId": 0123e, "x": 1})");
  CHECK_FALSE(Reads(text));
  const std::string good =
      Padded(R"({ "a" : 12.50 , "user\u006eame": "BJ\u00d6RN", "c": [1, 2] , "d": null })");
  JsonReader reader;
  JsonFields fields;
  REQUIRE(reader.ReadObject(good, &fields));
  REQUIRE(fields.size() == 4);
  CHECK(fields[0].value.raw == "12.50");
  CHECK(fields[0].value.Text() == "12.50");
  CHECK(FieldText(fields, "username") == "BJÖRN");
  CHECK(fields[2].value.raw == "[1, 2]");
  CHECK(fields[3].value.kind == JsonKind::kNull);
}

TEST_CASE("Of duplicate keys the last counts") {
  const std::string text = Padded(R"({"a": "1", "a": "2"})");
  JsonReader reader;
  JsonFields fields;
  REQUIRE(reader.ReadObject(text, &fields));
  CHECK(FieldText(fields, "a") == "2");
}

TEST_CASE("Raw control characters are read, and counted") {
  const std::string text = Padded("{\"a\": \"x\ty\nz\", \"b\": \"\\ud800\\q\"}");
  JsonReader reader;
  JsonFields fields;
  REQUIRE(reader.ReadObject(text, &fields));
  CHECK(FieldText(fields, "a") == "x\ty\nz");
  CHECK(FieldText(fields, "b") == "\uFFFD\\q");
  CHECK(reader.repaired() == 1);
}

TEST_CASE("What only resembles JSON is not read as JSON") {
  for (const char* text :
       {"{'a': 1}", "{\"a\": None}", "{\"a\": 'x'}", "{\"a\": 1x}", "{\"a\" 1}", "{\"a\": 1",
        "{\"a\": tru}", "{\"a\": 1}}", "{\"a\": 1}, {\"b\": 2}", "[1]"}) {
    INFO(text);
    CHECK_FALSE(Reads(text));
  }
}

TEST_CASE("What tokens tell is what each level tells by itself, also of damaged texts") {
  Texts texts;
  BothWays both;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = Padded(texts.Damaged(texts.Object(4)));
    INFO(text);
    both.CheckObject({JsonKind::kObject, text});
  }
  CHECK(both.read() > 10'000);
}

TEST_CASE("What is looked at in a row tells the same as each by itself") {
  Texts texts;
  BothWays both;
  int sound = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::string first = texts.Object(3);
    const std::string second = texts.Object(3);
    const std::string third = texts.Object(3);
    sound += both.CheckRow({first, second, i % 2 == 0 ? third : texts.Damaged(third)}) ? 1 : 0;
  }
  CHECK(sound > 5'000);
  CHECK(sound < 10'000);
}

TEST_CASE("A value is read as its text has it, whichever reader found it") {
  const std::string one = Padded(R"({"a": {"x": 1}})");
  const std::string other = Padded(R"({"b": {"y": 2}})");
  JsonReader first;
  JsonReader second;
  JsonFields of_one;
  JsonFields of_other;
  REQUIRE(first.ReadObject(one, &of_one));
  REQUIRE(second.ReadObject(other, &of_other));
  JsonFields inner;
  REQUIRE(second.ReadObject(*FindField(of_one, "a"), &inner));
  CHECK(FieldText(inner, "x") == "1");
  // What was read in between took the tokens' place.
  REQUIRE(second.ReadObject(*FindField(of_other, "b"), &inner));
  CHECK(FieldText(inner, "y") == "2");
}
