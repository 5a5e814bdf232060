#include "analyzer/cli/text_table.h"

#include <algorithm>

#include "analyzer/base/unicode.h"
#include "analyzer/write/terminal_text.h"

namespace analyzer {
namespace {

constexpr size_t kLongestCell = 100;

size_t Characters(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string Safe(const std::string& cell) {
  std::string text = TerminalText(cell);
  if (Characters(text) <= kLongestCell) return text;
  return std::string(FirstCharacters(text, kLongestCell - 1)) + "…";
}

}  // namespace

TextTable::TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {
  for (const Column& column : columns_) titles_.push_back(Safe(std::string(column.title)));
}

void TextTable::Add(const std::vector<std::string>& cells) {
  std::vector<std::string>& row = rows_.emplace_back();
  for (const std::string& cell : cells) row.push_back(Safe(cell));
}

std::string TextTable::Text() const {
  if (rows_.empty()) return "";
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = Characters(titles_[i]);
    for (const auto& row : rows_) width = std::max(width, Characters(row[i]));
    widths.push_back(width);
  }
  std::string text = Line(titles_, widths);
  for (const auto& row : rows_) text += Line(row, widths);
  return text;
}

std::string TextTable::Line(const std::vector<std::string>& cells,
                            const std::vector<size_t>& widths) const {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string blanks(widths[i] - Characters(cells[i]), ' ');
    line += i == 0 ? "" : "  ";
    line += columns_[i].align == Align::kLeft ? cells[i] + blanks : blanks + cells[i];
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace analyzer
