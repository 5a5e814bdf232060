// Text as it is written, in CSV, JSON, JSON in HTML and for a terminal, held against inverses that
// know nothing of the writers.

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/unicode.h"
#include "analyzer/write/json_text.h"
#include "analyzer/write/output.h"
#include "analyzer/write/page_text.h"
#include "analyzer/write/rows.h"
#include "tests/fuzz/plain_json.h"
#include "tests/fuzz/property.h"
#include "tests/support/scratch.h"

namespace analyzer {
namespace {

using Table = std::vector<std::vector<std::string>>;

// What any UTF-8 text comes to: bytes that are none are U+FFFD.
std::string Valid(std::string_view text) {
  std::string valid;
  for (size_t at = 0; at < text.size();) {
    bool is_valid = true;
    AppendUtf8(NextCodePoint(text, &at, &is_valid), &valid);
  }
  return valid;
}

// RFC 4180, strictly.
std::optional<Table> ReadCsv(std::string_view csv) {
  Table table;
  for (size_t at = 0; at < csv.size();) {
    auto& row = table.emplace_back();
    while (true) {
      std::string& field = row.emplace_back();
      if (at < csv.size() && csv[at] == '"') {
        for (++at;; ++at) {
          if (at >= csv.size()) return std::nullopt;
          if (csv[at] == '"' && csv.substr(at + 1, 1) != "\"") break;
          at += csv[at] == '"';
          field += csv[at];
        }
        ++at;
      } else {
        while (at < csv.size() &&
               std::string_view(",\r\n").find(csv[at]) == std::string_view::npos) {
          if (csv[at] == '"') return std::nullopt;
          field += csv[at++];
        }
      }
      if (csv.substr(at, 1) != ",") break;
      ++at;
    }
    if (csv.substr(at, 2) != "\r\n") return std::nullopt;
    at += 2;
  }
  return table;
}

std::string Written(RowFormat format, const std::vector<std::string>& columns,
                    const std::vector<std::vector<Value>>& rows) {
  static const Scratch kScratch;
  const std::filesystem::path path = kScratch / "rows";
  auto output = Output::Open(path);
  Require(output.ok(), "a file can be written");
  const auto writer = MakeRowWriter(format, columns, output.value().get());
  for (const auto& row : rows) Require(writer->Row(row), "a row is written");
  writer->End();
  Require(output.value()->Finish().ok(), "a file is put in its place");
  std::ifstream stream(path, std::ios::binary);
  return {(std::istreambuf_iterator<char>(stream)), {}};
}

// A field of CSV as the text that it stands for.
std::string CsvMeans(const std::string& text) {
  std::string means;
  for (const char c : Valid(text)) c == '\0' ? means.append("\xEF\xBF\xBD") : means.append(1, c);
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  return (formula ? "'" : "") + means;
}

void CheckCsv(const std::vector<std::string>& columns,
              const std::vector<std::vector<Value>>& rows) {
  const auto table = ReadCsv(Written(RowFormat::kCsv, columns, rows));
  Require(table.has_value(), "CSV is CSV");
  Require(table->size() == rows.size() + 1, "CSV has a line a row");
  for (size_t i = 0; i < table->size(); ++i) {
    const auto& read = (*table)[i];
    Require(read.size() == columns.size(), "a row has a field a column");
    for (size_t j = 0; j < read.size(); ++j) {
      const bool number = i > 0 && rows[i - 1][j].type == Value::Type::kInteger;
      const std::string& text = i == 0 ? columns[j] : rows[i - 1][j].text;
      Require(read[j] == (number ? text : CsvMeans(text)), "a field of CSV says what it is of",
              text);
      Require(number || read[j].empty() ||
                  std::string_view("=+-@\t\r").find(read[j][0]) == std::string_view::npos,
              "no text is a formula", text);
    }
  }
}

void CheckRowsOf(const PlainJson& row, const std::vector<std::string>& columns,
                 const std::vector<Value>& values) {
  Require(row.keys.size() == columns.size(), "a row has a field a column");
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string& key = row.keys[i];
    const PlainJson& value = row.items[i];
    Require(key == Valid(columns[i]), "a key is its column", key);
    const bool null = values[i].type == Value::Type::kNull;
    Require(value.text == (null ? "null" : Valid(values[i].text)), "a value is what it is of",
            values[i].text);
    Require((value.kind == PlainJson::Kind::kString) == (values[i].type == Value::Type::kText),
            "a text is a string, and nothing else");
  }
}

void CheckJsonRows(const std::vector<std::string>& columns,
                   const std::vector<std::vector<Value>>& rows) {
  const auto array = ParsePlainJson(Written(RowFormat::kJson, columns, rows));
  Require(array && array->kind == PlainJson::Kind::kArray && array->items.size() == rows.size(),
          "JSON is an array of rows");
  const std::string lines = Written(RowFormat::kNdjson, columns, rows);
  std::string_view rest = lines;
  for (size_t i = 0; i < rows.size(); ++i) {
    CheckRowsOf(array->items[i], columns, rows[i]);
    const size_t end = rest.find('\n');
    const auto line = ParsePlainJson(rest.substr(0, end));
    Require(line && *line == array->items[i], "a line is a row", rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  Require(rest.empty(), "there are no further lines");
}

void CheckTable(const std::vector<std::string>& columns,
                const std::vector<std::vector<Value>>& rows) {
  const std::string table = Written(RowFormat::kTable, columns, rows);
  size_t lines = 0;
  for (const char c : table) {
    lines += c == '\n';
    Require(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F),
            "a table has no control characters", table);
  }
  Require(lines == rows.size() + 2, "a table has a line a row", table);
  Require(IsValidUtf8(table), "a table is UTF-8", table);
}

void CheckQuote(const std::string& text) {
  const auto quoted = ParsePlainJson(Quote(text));
  Require(quoted && quoted->text == Valid(text), "a string says its text", text);
}

// What stands in a script element cannot end it, and says the same.
void CheckScript(const std::string& json) {
  const std::string text = JsonForScript(json);
  for (const std::string_view end : {"<", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    Require(text.find(end) == std::string::npos, "nothing in a script can end it", text);
  const auto before = ParsePlainJson(json);
  const auto after = ParsePlainJson(text);
  Require(before.has_value() == after.has_value() && (!before || *before == *after),
          "JSON in a script says the same", json);
}

std::string Tokens(std::string_view json) {
  std::string tokens;
  bool in_string = false;
  for (size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (!in_string && std::string_view(" \t\r\n").find(c) != std::string_view::npos) continue;
    tokens += c;
    if (in_string && c == '\\') {
      if (++at < json.size()) tokens += json[at];
    } else if (c == '"') {
      in_string = !in_string;
    }
  }
  return tokens;
}

// Written anew, an original has the same tokens, byte for byte.
void CheckReindent(const std::string& json) {
  if (!ParsePlainJson(json)) return;
  for (const int depth : {0, 3}) {
    const std::string again = Reindent(json, depth);
    Require(Tokens(again) == Tokens(json), "tokens stay", json);
    Require(ParsePlainJson(again).has_value(), "JSON stays JSON", again);
  }
  Require(Reindent(Reindent(json, 0), 0) == Reindent(json, 0), "what is indented stays", json);
}

void CheckWriter(const std::vector<std::string>& texts) {
  JsonWriter writer;
  writer.BeginObject();
  for (const std::string& text : texts) writer.Key(text).String(text);
  writer.Key("list").BeginArray();
  for (const std::string& text : texts) writer.StringOrNull(text);
  writer.EndArray().EndObject();
  const auto read = ParsePlainJson(writer.Take());
  Require(read && read->keys.size() == texts.size() + 1, "a document is one");
  for (size_t i = 0; i < texts.size(); ++i) {
    Require(read->keys[i] == Valid(texts[i]) && read->items[i].text == Valid(texts[i]),
            "a field says its text", texts[i]);
  }
}

}  // namespace
}  // namespace analyzer

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace analyzer;
  FuzzInput input(data, size);
  const size_t columns_count = 1 + input.Below(4);
  const std::string rest(input.Rest());
  CheckScript(rest);
  CheckReindent(rest);
  // Texts stand between 0xFF, so that they can hold line ends.
  std::vector<std::string> texts{""};
  for (const char c : rest.substr(0, 4096))
    c == '\xFF' ? void(texts.emplace_back()) : void(texts.back() += c);
  for (const std::string& text : texts) CheckQuote(text);
  CheckWriter(texts);
  std::vector<std::string> columns(
      texts.begin(),
      texts.begin() + static_cast<std::ptrdiff_t>(std::min(columns_count, texts.size())));
  std::vector<std::vector<Value>> rows;
  for (size_t at = columns.size(); at + columns.size() <= texts.size(); at += columns.size()) {
    auto& row = rows.emplace_back();
    for (size_t i = 0; i < columns.size(); ++i) {
      const std::string& text = texts[at + i];
      const bool number = !text.empty() && text.size() < 5 &&
                          text.find_first_not_of("123456789") == std::string::npos;
      const auto type = number           ? Value::Type::kInteger
                        : text == "null" ? Value::Type::kNull
                                         : Value::Type::kText;
      row.push_back({type, type == Value::Type::kNull ? "" : text});
    }
  }
  CheckCsv(columns, rows);
  CheckJsonRows(columns, rows);
  CheckTable(columns, rows);
  return 0;
}
