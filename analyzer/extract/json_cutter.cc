#include "analyzer/extract/json_cutter.h"

#include <algorithm>

#include "analyzer/base/ascii.h"
#include "analyzer/extract/log_line.h"

namespace analyzer {
namespace {

constexpr size_t kMostOpen = size_t{1} << 20;

struct Open {
  char bracket;
  size_t at;
  size_t elements = 0;  // commas seen so far, in an array
};

// Whether nothing but one comma, and white space, stands between two elements.
bool IsOneComma(std::string_view between) {
  size_t commas = 0;
  for (const char c : between) {
    if (c == ',') {
      ++commas;
    } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
      return false;
    }
  }
  return commas == 1;
}

class Cutter {
 public:
  Cutter(std::string_view text, size_t begin, bool in_log, size_t most_kept)
      : text_(text), structure_(text, begin, in_log), copied_(begin), most_kept_(most_kept) {}

  JsonCut Run() {
    cut_.end = text_.size();
    // An element's own commas tell nothing.
    for (size_t at = 0; (at = structure_.Next(element_depth_ == 0)) < text_.size() && Take(at);) {
    }
    return Finish();
  }

  // By tokens of what begins there.
  JsonCut RunBy(const JsonTokens& tokens, size_t begin) {
    for (uint32_t token = 0; token < tokens.count(); ++token) {
      if (!IsPlace(tokens.First(token))) continue;
      Take(begin + tokens.Place(token));
      if (element_depth_ == 0) continue;
      token = tokens.Behind(token) - 1;
      Take(begin + tokens.Place(token));
    }
    return Finish();
  }

 private:
  static bool IsPlace(char c) { return c == '{' || c == '}' || c == '[' || c == ']' || c == ','; }

  JsonCut Finish() {
    if (cut_.end_kind == CutEnd::kWhole) CopySkeleton(cut_.end);
    cut_.skeleton.Finish(cut_.end);
    return std::move(cut_);
  }

  // False where the document ends, one way or another.
  bool Take(size_t at) {
    switch (text_[at]) {
      case '{':
      case '[':
        return Begin(at);
      case '}':
      case ']':
        return End(at);
      case ',':
        ++open_.back().elements;
        return true;
      default:
        return structure_.InString(at) ? TakeStringLine(at) : TakeLineEnd(at);
    }
  }

  bool Begin(size_t at) {
    if (open_.size() == kMostOpen) return Stop(CutEnd::kMismatch, at);
    if (text_[at] == '{' && element_depth_ == 0 && !open_.empty() && open_.back().bracket == '[') {
      BeginElement(at);
    }
    open_.push_back({text_[at], at, 0});
    return true;
  }

  // An element that follows another one of its array is in the skeleton with that one.
  void BeginElement(size_t at) {
    element_depth_ = open_.size() + 1;
    in_row_ = in_row_ && IsOneComma(text_.substr(copied_, at - copied_));
    if (in_row_) return;
    CopySkeleton(at);
    cut_.skeleton.AppendAt("0", at);
  }

  bool End(size_t at) {
    const char opening = text_[at] == '}' ? '{' : '[';
    if (open_.empty() || open_.back().bracket != opening) return Stop(CutEnd::kMismatch, at);
    if (element_depth_ == open_.size()) EndElement(at + 1);
    open_.pop_back();
    return open_.empty() ? Stop(CutEnd::kWhole, at + 1) : true;
  }

  void EndElement(size_t end) {
    element_depth_ = 0;
    copied_ = end;
    in_row_ = true;
    if (!cut_.kept) return;
    if (cut_.elements.size() == most_kept_) {
      cut_.kept = false;
      std::vector<JsonElement>().swap(cut_.elements);  // its memory, too
      return;
    }
    const Open& array = open_[open_.size() - 2];
    cut_.elements.push_back({{open_.back().at, end}, array.at, array.elements});
  }

  bool TakeLineEnd(size_t at) {
    // The head of a log line is what is looked for. It is short, and no line end is in it.
    constexpr size_t kHead = 64;
    if (at + 1 == text_.size() || !IsDigit(text_[at + 1])) return true;
    return ParseLogLine(text_.substr(at + 1, kHead)) ? Stop(CutEnd::kInterrupted, at) : true;
  }

  // A string that runs over a line's end may hold it raw; or another thread's line was written
  // into it, at its own line's begin or in the middle of this one.
  bool TakeStringLine(size_t at) {
    const size_t line = structure_.StringLine(at);
    const size_t head = FindLogLineHead(text_.substr(line, at - line));
    return head == std::string_view::npos ? TakeLineEnd(at)
                                          : Stop(CutEnd::kInterrupted, line + head);
  }

  bool Stop(CutEnd kind, size_t at) {
    cut_.end_kind = kind;
    cut_.end = at;
    return false;
  }

  void CopySkeleton(size_t to) {
    cut_.skeleton.Append(text_.substr(copied_, to - copied_), copied_);
    copied_ = to;
  }

  std::string_view text_;
  JsonStructure structure_;
  size_t copied_;
  size_t most_kept_;
  std::vector<Open> open_;
  size_t element_depth_ = 0;  // how many brackets are open inside the element; 0: in none
  bool in_row_ = false;       // what was copied last is an element
  JsonCut cut_;
};

}  // namespace

JsonCut CutJson(std::string_view text, size_t begin, bool in_log, size_t most_kept) {
  return Cutter(text, begin, in_log, most_kept).Run();
}

JsonCut CutByTokens(std::string_view text, size_t begin, const JsonTokens& tokens,
                    size_t most_kept) {
  return Cutter(text, begin, false, most_kept).RunBy(tokens, begin);
}

ArrayElements::ArrayElements(std::string_view text, const JsonCut& cut, Span array)
    : cut_(cut),
      array_(array),
      structure_(text.substr(0, array.end), array.begin, false),
      text_(text) {
  const auto& kept = cut.elements;
  const auto first =
      std::lower_bound(kept.begin(), kept.end(), array.begin,
                       [](const JsonElement& e, size_t place) { return e.span.begin < place; });
  next_kept_ = static_cast<size_t>(first - kept.begin());
}

bool ArrayElements::Next(JsonElement* element) {
  return cut_.kept ? NextKept(element) : Follow(element);
}

bool ArrayElements::NextRow(std::vector<JsonElement>* row) {
  constexpr size_t kRow = size_t{64} << 10;
  constexpr size_t kMost = 512;
  row->clear();
  JsonElement element;
  while (row->size() < kMost && Next(&element)) {
    row->push_back(element);
    if (element.span.end - row->front().span.begin >= kRow) break;
  }
  return !row->empty();
}

// Those of one array stand together unless arrays nest.
bool ArrayElements::NextKept(JsonElement* element) {
  while (next_kept_ < cut_.elements.size()) {
    *element = cut_.elements[next_kept_++];
    if (element->span.begin >= array_.end) return false;
    if (element->array == array_.begin) return true;
  }
  return false;
}

bool ArrayElements::Follow(JsonElement* element) {
  bool inside = false;
  for (size_t at = 0; (at = structure_.Next(open_ == 1)) < array_.end;) {
    switch (text_[at]) {
      case ',':
        ++position_;
        break;
      case '{':
      case '[':
        if (open_++ != 1 || text_[at] == '[') break;
        inside = true;
        *element = {{at, at}, array_.begin, position_};
        break;
      default:
        if (--open_ != 1 || !inside) break;
        element->span.end = at + 1;
        return true;
    }
  }
  return false;
}

}  // namespace analyzer
