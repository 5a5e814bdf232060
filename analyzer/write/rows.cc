#include "analyzer/write/rows.h"

#include <cmath>
#include <cstdlib>
#include <utility>

#include "analyzer/base/unicode.h"
#include "analyzer/write/json_text.h"
#include "analyzer/write/table_rows.h"

namespace analyzer {
namespace {

bool IsNumber(const Value& value) {
  return value.type == Value::Type::kInteger || value.type == Value::Type::kReal;
}

class CsvRows : public RowWriter {
 public:
  CsvRows(const std::vector<std::string>& columns, Output* output) : output_(*output) {
    std::vector<Value> names;
    for (const std::string& column : columns) names.push_back({Value::Type::kText, column});
    Row(names);
  }

  bool Row(const std::vector<Value>& values) override {
    std::string line;
    for (const Value& value : values) {
      if (&value != values.data()) line += ',';
      line += IsNumber(value) ? value.text : Field(value.text);
    }
    // A line that is empty would be no row.
    if (line.empty()) line = "\"\"";
    return output_.Write(line + "\r\n");
  }

  void End() override {}

 private:
  static std::string Field(const std::string& text) {
    std::string field;
    bool quoted = false;
    const std::string_view formula = "=+-@\t\r";
    if (!text.empty() && formula.find(text.front()) != std::string_view::npos) field = "'";
    bool valid = true;
    for (size_t at = 0; at < text.size();) {
      const char32_t point = NextCodePoint(text, &at, &valid);
      quoted |= point == '"' || point == ',' || point == '\r' || point == '\n';
      if (point == '"') field += '"';
      AppendUtf8(point == 0 ? U'\uFFFD' : point, &field);
    }
    quoted |= field.starts_with(' ') || field.ends_with(' ');
    return quoted ? '"' + field + '"' : field;
  }

  Output& output_;
};

// One object a line; as an array with a comma between the lines.
class JsonRows : public RowWriter {
 public:
  JsonRows(const std::vector<std::string>& columns, bool array, Output* output)
      : array_(array), output_(*output) {
    for (const std::string& column : columns) keys_.push_back(Quote(column) + ": ");
  }

  bool Row(const std::vector<Value>& values) override {
    std::string line = array_ ? (rows_ == 0 ? "[\n  {" : ",\n  {") : "{";
    for (size_t i = 0; i < values.size(); ++i) {
      line += (i == 0 ? "" : ", ") + keys_[i] + Json(values[i]);
    }
    line += array_ ? "}" : "}\n";
    ++rows_;
    return output_.Write(line);
  }

  void End() override {
    if (array_) output_.Write(rows_ == 0 ? "[]\n" : "\n]\n");
  }

 private:
  static std::string Json(const Value& value) {
    if (value.type == Value::Type::kNull) return "null";
    if (value.type == Value::Type::kText) return Quote(value.text);
    // JSON has no infinity.
    if (value.type == Value::Type::kReal &&
        !std::isfinite(std::strtod(value.text.c_str(), nullptr)))
      return "null";
    return value.text;
  }

  std::vector<std::string> keys_;
  bool array_;
  Output& output_;
  int64_t rows_ = 0;
};

}  // namespace

std::optional<RowFormat> RowFormatOf(std::string_view name) {
  if (name == "table") return RowFormat::kTable;
  if (name == "csv") return RowFormat::kCsv;
  if (name == "ndjson") return RowFormat::kNdjson;
  if (name == "json") return RowFormat::kJson;
  return std::nullopt;
}

std::unique_ptr<RowWriter> MakeRowWriter(RowFormat format, std::vector<std::string> columns,
                                         Output* output) {
  switch (format) {
    case RowFormat::kTable:
      return std::make_unique<TableRows>(std::move(columns), output);
    case RowFormat::kCsv:
      return std::make_unique<CsvRows>(columns, output);
    case RowFormat::kNdjson:
    case RowFormat::kJson:
      return std::make_unique<JsonRows>(columns, format == RowFormat::kJson, output);
  }
  return nullptr;
}

}  // namespace analyzer
