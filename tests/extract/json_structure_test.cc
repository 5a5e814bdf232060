#include "analyzer/extract/json_structure.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "analyzer/extract/byte_block.h"

using namespace analyzer;

namespace {

struct Place {
  size_t at;
  bool in_string;
  size_t string_line;  // 0 outside of strings
  bool operator==(const Place&) const = default;
};

std::vector<Place> Places(std::string_view text, bool commas, bool line_ends) {
  std::vector<Place> places;
  JsonStructure structure(text, 0, line_ends);
  for (size_t at = 0; (at = structure.Next(commas)) < text.size();) {
    const bool in_string = structure.InString(at);
    places.push_back({at, in_string, in_string ? structure.StringLine(at) : 0});
  }
  return places;
}

// The same, byte by byte.
std::vector<Place> PlacesByBytes(std::string_view text, bool commas, bool line_ends) {
  std::vector<Place> places;
  bool in_string = false;
  size_t string_line = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool line_end = line_ends && (c == '\n' || c == '\r' || c == '\0');
    if (in_string && c == '\\') {
      ++at;
    } else if (c == '"') {
      in_string = !in_string;
      string_line = at;
    } else if (in_string && line_end) {
      places.push_back({at, true, string_line});
      string_line = at;
    } else if (!in_string && (line_end || std::string_view("{}[]").find(c) != std::string::npos ||
                              (commas && c == ','))) {
      places.push_back({at, false, 0});
    }
  }
  return places;
}

// Of the bytes that matter more than of others.
std::string RandomText(std::mt19937* random, std::string_view alphabet, size_t size) {
  std::string text(size, ' ');
  for (char& c : text) c = alphabet[(*random)() % alphabet.size()];
  return text;
}

}  // namespace

TEST_CASE("Brackets and commas of a document are found, not those in strings") {
  const std::string text = R"({"a,[": [1, "\"}"], "\\": {}})";
  std::string found;
  for (const Place& place : Places(text, true, false)) found += text[place.at];
  CHECK(found == "{[,],{}}");
  found.clear();
  for (const Place& place : Places(text, false, false)) found += text[place.at];
  CHECK(found == "{[]{}}");
}

TEST_CASE("A text of any bytes is read 64 bytes at once as it is byte by byte") {
  std::mt19937 random(5);  // NOLINT(cert-msc51-cpp): the same each time
  using std::string_view_literals::operator""sv;
  for (const std::string_view alphabet : {"\"\\{}[],\n\r\0 a"sv, "\"\\a"sv, "\\\\\\\\\\\"{"sv,
                                          "aaaaaaaaaaaaaaaa\"\n,{"sv, "{}[],\"aaaaaaaa"sv}) {
    for (size_t round = 0; round < 300; ++round) {
      const std::string text = RandomText(&random, alphabet, random() % 400);
      const bool commas = round % 2 == 0;
      const bool line_ends = round % 3 != 0;
      if (Places(text, commas, line_ends) == PlacesByBytes(text, commas, line_ends)) continue;
      FAIL_CHECK("not the same: " << Catch::StringMaker<std::string>::convert(text));
    }
  }
}

TEST_CASE("A block tells where a byte stands") {
  std::string bytes(ByteBlock::kSize, '\xDB');
  bytes[0] = bytes[7] = bytes[8] = bytes[63] = '[';
  bytes[1] = '{';
  bytes[2] = 'Z';
  bytes[3] = '\\';
  const ByteBlock block(bytes.data());
  CHECK(block.Where('[') ==
        (uint64_t{1} | uint64_t{1} << 7 | uint64_t{1} << 8 | uint64_t{1} << 63));
  CHECK(block.WhereWith('\x20', '{') == (block.Where('[') | uint64_t{2}));
  CHECK(block.Where('\xDB') == ~(block.Where('[') | uint64_t{0xE}));
}
