#pragma once

#include <string>
#include <vector>

#include "analyzer/write/rows.h"

namespace analyzer {

// Rows for a terminal. The first rows are kept until their columns' widths are known; what comes
// behind them and is wider moves the rest of its line.
class TableRows : public RowWriter {
 public:
  TableRows(std::vector<std::string> columns, Output* output);

  bool Row(const std::vector<Value>& values) override;
  void End() override;

 private:
  struct Cell {
    std::string text;  // as it is shown
    size_t width = 0;
    bool number = false;
  };
  using Line = std::vector<Cell>;

  static Cell CellOf(const Value& value);
  void Measure(const Line& line);
  bool WriteKept();
  bool WriteLine(const Line& line);

  Output& output_;
  Line header_;
  std::vector<size_t> widths_;
  std::vector<Line> kept_;
  bool measured_ = false;
};

}  // namespace analyzer
