#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

// A table for a terminal. Cells may hold anything: they are made safe to print, each on one line,
// and cut where they are too long. Widths are counted in characters.
class TextTable {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string_view title;
    Align align = Align::kRight;
  };

  explicit TextTable(std::vector<Column> columns);

  // REQUIRES: as many cells as there are columns.
  void Add(const std::vector<std::string>& cells);

  size_t rows() const { return rows_.size(); }

  // Nothing where there are no rows.
  std::string Text() const;

 private:
  std::string Line(const std::vector<std::string>& cells, const std::vector<size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::string> titles_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace analyzer
