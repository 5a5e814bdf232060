#include "analyzer/write/table_rows.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/unicode.h"
#include "analyzer/write/terminal_text.h"

namespace analyzer {
namespace {

constexpr size_t kMostKept = 1000;  // rows

}  // namespace

TableRows::TableRows(std::vector<std::string> columns, Output* output)
    : output_(*output), widths_(columns.size()) {
  for (std::string& column : columns) {
    header_.push_back(CellOf({Value::Type::kText, std::move(column)}));
  }
  Measure(header_);
}

bool TableRows::Row(const std::vector<Value>& values) {
  Line line;
  for (const Value& value : values) line.push_back(CellOf(value));
  if (measured_) return WriteLine(line);
  Measure(line);
  for (size_t i = 0; i < line.size(); ++i) header_[i].number |= line[i].number;
  kept_.push_back(std::move(line));
  return kept_.size() < kMostKept || WriteKept();
}

void TableRows::End() {
  if (!measured_) WriteKept();
}

TableRows::Cell TableRows::CellOf(const Value& value) {
  Cell cell;
  cell.text = TerminalText(value.text);
  cell.width = DisplayWidth(cell.text);
  cell.number = value.type == Value::Type::kInteger || value.type == Value::Type::kReal;
  return cell;
}

void TableRows::Measure(const Line& line) {
  for (size_t i = 0; i < line.size(); ++i) widths_[i] = std::max(widths_[i], line[i].width);
}

bool TableRows::WriteKept() {
  measured_ = true;
  Line rule;
  for (const size_t width : widths_) rule.push_back({std::string(width, '-'), width, false});
  bool wanted = WriteLine(header_) && WriteLine(rule);
  for (const Line& line : kept_) wanted = wanted && WriteLine(line);
  kept_.clear();
  return wanted;
}

bool TableRows::WriteLine(const Line& line) {
  std::string text;
  for (size_t i = 0; i < line.size(); ++i) {
    const Cell& cell = line[i];
    const std::string blanks(widths_[i] - std::min(widths_[i], cell.width), ' ');
    if (i > 0) text += "  ";
    text += cell.number ? blanks + cell.text : cell.text + blanks;
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return output_.Write(text + "\n");
}

}  // namespace analyzer
