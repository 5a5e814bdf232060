#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/screen.h"

namespace analyzer {

// `text` in at most `width` columns of a terminal: what is too long has an ellipsis in the middle.
std::string ShortenedInTheMiddle(std::string_view text, size_t width);

// A table for a terminal. Cells may hold anything: they are made safe to print, each on one line,
// and cut where they are longer than a hundred columns.
class TextTable {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string_view title;
    Align align = Align::kRight;
    bool needs_a_look = false;  // numbers other than 0
    bool whole = false;         // never shortened, as a time
  };

  explicit TextTable(std::vector<Column> columns);

  // REQUIRES: as many cells as there are columns.
  void Add(const std::vector<std::string>& cells);

  size_t rows() const { return rows_.size(); }

  // Nothing where there are no rows. Where the screen is too narrow, text and the titles of numbers
  // are shortened, the longest first; numbers never are. Where that is not enough, each row is a
  // list of titles and cells.
  std::string Text(const Screen& screen = {}) const;

 private:
  using Widths = std::vector<size_t>;

  Widths WidestCells() const;
  // Narrows until the lines fit; false where they cannot.
  bool Fit(size_t width, const Widths& cells, Widths* widths) const;
  // What is shown of a cell, in its colour.
  std::string Coloured(size_t column, const std::string& cell, const std::string& shown,
                       const Screen& screen) const;
  std::string Line(const std::vector<std::string>& cells, const Widths& widths,
                   const Screen& screen) const;
  std::string Lists(const Screen& screen) const;

  std::vector<Column> columns_;
  std::vector<std::string> titles_;
  std::vector<std::vector<std::string>> rows_;
};

inline constexpr TextTable::Align kLeft = TextTable::Align::kLeft;

// A number in a cell.
inline std::string Cell(int64_t number) { return std::to_string(number); }

}  // namespace analyzer
