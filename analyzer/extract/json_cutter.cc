#include "analyzer/extract/json_cutter.h"

#include <algorithm>

#include "analyzer/extract/log_line.h"

namespace analyzer {
namespace {

struct Open {
  char bracket;
  size_t at;
  size_t elements = 0;  // commas seen so far, in an array
};

class Cutter {
 public:
  Cutter(std::string_view text, size_t begin, bool in_log)
      : text_(text), at_(begin), copied_(begin), in_log_(in_log) {}

  JsonCut Run() {
    while (at_ < text_.size() && Step()) {
    }
    cut_.end = at_;
    CopySkeleton(at_);
    cut_.skeleton.Finish(at_);
    return std::move(cut_);
  }

 private:
  // False where the document ends, one way or another.
  bool Step() {
    const char c = text_[at_];
    switch (c) {
      case '"':
        return SkipString();
      case '{':
      case '[':
        Begin(c);
        return true;
      case '}':
      case ']':
        return End(c);
      case ',':
        if (!open_.empty()) ++open_.back().elements;
        ++at_;
        return true;
      case '\n':
      case '\r':
      case '\0':
        if (in_log_ && ParseLogLine(LineAt(at_ + 1))) return Stop(CutEnd::kInterrupted, at_);
        ++at_;
        return true;
      default:
        ++at_;
        return true;
    }
  }

  void Begin(char bracket) {
    if (bracket == '{' && element_depth_ == 0 && !open_.empty() && open_.back().bracket == '[') {
      CopySkeleton(at_);
      element_depth_ = open_.size() + 1;
    }
    open_.push_back({bracket, at_, 0});
    ++at_;
  }

  bool End(char bracket) {
    if (open_.empty() || open_.back().bracket != (bracket == '}' ? '{' : '[')) {
      return Stop(CutEnd::kMismatch, at_);
    }
    ++at_;
    if (element_depth_ == open_.size()) {
      const Open& array = open_[open_.size() - 2];
      cut_.elements.push_back({{open_.back().at, at_}, array.at, array.elements});
      cut_.skeleton.AppendAt("0", open_.back().at);
      copied_ = at_;
      element_depth_ = 0;
    }
    open_.pop_back();
    return open_.empty() ? Stop(CutEnd::kWhole, at_) : true;
  }

  bool SkipString() {
    constexpr std::string_view kInLog{"\"\\\n\r\0", 5};
    size_t line = at_;
    for (size_t i = at_ + 1;; ++i) {
      i = text_.find_first_of(in_log_ ? kInLog : "\"\\", i);
      if (i >= text_.size()) return Stop(CutEnd::kOpen, text_.size());
      if (text_[i] == '"') {
        at_ = i + 1;
        return true;
      }
      if (text_[i] == '\\') {
        ++i;
      } else if (!LineBreakInString(line, i)) {
        return false;
      } else {
        line = i;
      }
    }
  }

  // A string that runs over a line's end may hold it raw; or another thread's line was written
  // into it, at its own line's begin or in the middle of this one.
  bool LineBreakInString(size_t line, size_t line_break) {
    const size_t head = FindLogLineHead(text_.substr(line, line_break - line));
    if (head != std::string_view::npos) return Stop(CutEnd::kInterrupted, line + head);
    if (ParseLogLine(LineAt(line_break + 1))) return Stop(CutEnd::kInterrupted, line_break);
    return true;
  }

  bool Stop(CutEnd kind, size_t at) {
    cut_.end_kind = kind;
    at_ = at;
    return false;
  }

  void CopySkeleton(size_t to) {
    cut_.skeleton.Append(text_.substr(copied_, to - copied_), copied_);
    copied_ = to;
  }

  std::string_view LineAt(size_t at) const {
    // The head of a log line is what is looked for, and it is short.
    const std::string_view rest = text_.substr(std::min(at, text_.size()), 256);
    return rest.substr(0, rest.find_first_of(kLineEnds));
  }

  std::string_view text_;
  size_t at_;
  size_t copied_;
  bool in_log_;
  std::vector<Open> open_;
  size_t element_depth_ = 0;  // how many brackets are open inside the element; 0: in none
  JsonCut cut_;
};

}  // namespace

JsonCut CutJson(std::string_view text, size_t begin, bool in_log) {
  return Cutter(text, begin, in_log).Run();
}

}  // namespace analyzer
