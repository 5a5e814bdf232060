#include "analyzer/cli/text_table.h"

#include <algorithm>
#include <numeric>

#include "analyzer/base/unicode.h"
#include "analyzer/write/terminal_text.h"

namespace analyzer {
namespace {

constexpr size_t kLongestCell = 100;
// Of columns that are shortened: text that can be read still, then titles, then text to a hint.
constexpr size_t kShortText = 24;
constexpr size_t kShortestTitle = 4;
constexpr size_t kShortestText = 8;
constexpr std::string_view kGap = "  ";
constexpr std::string_view kEllipsis = "…";

// A character with the marks on it: they stay together.
struct Character {
  std::string_view text;
  size_t width = 0;
};

std::vector<Character> CharactersOf(std::string_view text) {
  std::vector<Character> characters;
  bool valid = true;
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    NextCodePoint(text, &at, &valid);
    const size_t width = DisplayWidth(text.substr(from, at - from));
    if (width == 0 && !characters.empty()) {
      characters.back().text = text.substr(begin, at - begin);
    } else {
      begin = from;
      characters.push_back({text.substr(from, at - from), width});
    }
  }
  return characters;
}

// A cell as it is shown where there is room; what is much too long loses its end.
std::string Safe(const std::string& cell) {
  std::string text = TerminalText(cell);
  if (DisplayWidth(text) <= kLongestCell) return text;
  std::string cut;
  size_t width = 1;  // of the ellipsis
  for (const Character& character : CharactersOf(text)) {
    width += character.width;
    if (width > kLongestCell) break;
    cut += character.text;
  }
  return cut.append(kEllipsis);
}

size_t LineWidth(const std::vector<size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), (widths.size() - 1) * kGap.size());
}

// Takes from the widest columns what is too much, down to the least widths.
void Narrow(const std::vector<size_t>& least, size_t width, std::vector<size_t>* widths) {
  while (LineWidth(*widths) > width) {
    size_t widest = widths->size();
    for (size_t i = 0; i < widths->size(); ++i) {
      const bool can_give = (*widths)[i] > least[i];
      if (can_give && (widest == widths->size() || (*widths)[i] > (*widths)[widest])) widest = i;
    }
    if (widest == widths->size()) return;
    --(*widths)[widest];
  }
}

}  // namespace

std::string ShortenedInTheMiddle(std::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  if (width == 0) return "";
  const std::vector<Character> characters = CharactersOf(text);
  const size_t behind = (width - 1) / 2;
  std::string front;
  size_t used = 0;
  for (const Character& character : characters) {
    if (used + character.width > width - 1 - behind) break;
    used += character.width;
    front += character.text;
  }
  size_t first = characters.size();
  for (used = 0; first > 0 && used + characters[first - 1].width <= behind; --first)
    used += characters[first - 1].width;
  std::string back;
  for (size_t i = first; i < characters.size(); ++i) back += characters[i].text;
  return front + std::string(kEllipsis) + back;
}

TextTable::TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {
  for (const Column& column : columns_) titles_.push_back(Safe(std::string(column.title)));
}

void TextTable::Add(const std::vector<std::string>& cells) {
  std::vector<std::string>& row = rows_.emplace_back();
  for (const std::string& cell : cells) row.push_back(Safe(cell));
}

std::string TextTable::Text(const Screen& screen) const {
  if (rows_.empty()) return "";
  const Widths cells = WidestCells();
  Widths widths = cells;
  for (size_t i = 0; i < widths.size(); ++i)
    widths[i] = std::max(cells[i], DisplayWidth(titles_[i]));
  if (screen.width > 0 && !Fit(screen.width, cells, &widths)) return Lists(screen);
  std::string text = screen.Heading(Line(titles_, widths, {})) + "\n";
  for (const auto& row : rows_) text += Line(row, widths, screen) + "\n";
  return text;
}

bool TextTable::Fit(size_t width, const Widths& cells, Widths* widths) const {
  const auto narrow = [&](Align align, size_t shortest) {
    Widths least = *widths;
    for (size_t i = 0; i < least.size(); ++i) {
      if (columns_[i].align != align || columns_[i].whole) continue;
      const bool number = align == Align::kRight;
      least[i] = std::min(least[i], number ? std::max(cells[i], shortest) : shortest);
    }
    Narrow(least, width, widths);
  };
  narrow(Align::kLeft, kShortText);
  narrow(Align::kRight, kShortestTitle);
  narrow(Align::kLeft, kShortestText);
  return LineWidth(*widths) <= width;
}

TextTable::Widths TextTable::WidestCells() const {
  Widths widths(columns_.size());
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  return widths;
}

std::string TextTable::Coloured(size_t column, const std::string& cell, const std::string& shown,
                                const Screen& screen) const {
  const bool look = columns_[column].needs_a_look && cell != "0" && !cell.empty();
  return look ? screen.NeedsALook(shown) : shown;
}

std::string TextTable::Line(const std::vector<std::string>& cells, const Widths& widths,
                            const Screen& screen) const {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string shown = ShortenedInTheMiddle(cells[i], widths[i]);
    const std::string cell = Coloured(i, cells[i], shown, screen);
    const std::string blanks(widths[i] - DisplayWidth(shown), ' ');
    if (i > 0) line += kGap;
    line += columns_[i].align == Align::kLeft ? cell + blanks : blanks + cell;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string TextTable::Lists(const Screen& screen) const {
  size_t title_width = 0;
  for (const std::string& title : titles_) title_width = std::max(title_width, DisplayWidth(title));
  title_width = std::min(title_width, screen.width / 2);
  const size_t left = screen.width - std::min(screen.width, title_width + kGap.size());
  std::string text;
  for (const auto& row : rows_) {
    if (!text.empty()) text += "\n";
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string title = ShortenedInTheMiddle(titles_[i], title_width);
      text += screen.Heading(title);
      if (!row[i].empty()) {
        text += std::string(title_width - DisplayWidth(title), ' ') + std::string(kGap);
        text += Coloured(i, row[i], ShortenedInTheMiddle(row[i], left), screen);
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace analyzer
