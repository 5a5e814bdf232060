#include "analyzer/write/json_text.h"

#include <algorithm>

#include "analyzer/base/unicode.h"

namespace analyzer {
namespace {

constexpr int kDeepest =
    64;  // levels that are indented: with more the output grows by their square

void BreakLine(int depth, std::string* out) {
  out->push_back('\n');
  out->append(static_cast<size_t>(std::clamp(depth, 0, kDeepest)) * 2, ' ');
}

constexpr size_t kPart = size_t{1} << 16;  // bytes that are given to a sink at once

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

size_t StringEnd(std::string_view json, size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) at += json[at] == '\\';
  return std::min(at + 1, json.size());
}

}  // namespace

std::string Reindent(std::string_view json, int depth) {
  std::string out;
  out.reserve(json.size() * 2);
  for (size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (IsBlank(c)) {
      ++at;
    } else if (c == '"') {
      const size_t end = StringEnd(json, at);
      out.append(json.substr(at, end - at));
      at = end;
    } else if (c == '{' || c == '[') {
      out.push_back(c);
      const size_t next = std::min(json.find_first_not_of(" \t\r\n", at + 1), json.size());
      const bool empty = next < json.size() && (json[next] == '}' || json[next] == ']');
      if (empty) {
        out.push_back(json[next]);
        at = next + 1;
        continue;
      }
      BreakLine(++depth, &out);
      ++at;
    } else if (c == '}' || c == ']') {
      BreakLine(--depth, &out);
      out.push_back(c);
      ++at;
    } else if (c == ',') {
      out.push_back(c);
      BreakLine(depth, &out);
      ++at;
    } else {
      out.push_back(c);
      if (c == ':') out.push_back(' ');
      ++at;
    }
  }
  return out;
}

std::string Quote(std::string_view text) {
  std::string out = "\"";
  for (size_t at = 0; at < text.size();) {
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    switch (point) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (point < 0x20 || point == 0x7F) {
          out += "\\u00";
          out += "0123456789abcdef"[point >> 4];
          out += "0123456789abcdef"[point & 15];
        } else {
          AppendUtf8(point, &out);
        }
    }
  }
  return out + '"';
}

void JsonWriter::BreakLine() {
  if (layout_ == Layout::kIndented) analyzer::BreakLine(depth_, &out_);
}

void JsonWriter::Separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  if (!first_) out_.push_back(',');
  first_ = false;
  BreakLine();
}

JsonWriter& JsonWriter::BeginObject() {
  Separate();
  out_.push_back('{');
  ++depth_;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::EndObject() {
  --depth_;
  if (!first_) BreakLine();
  out_.push_back('}');
  first_ = false;
  if (sink_ && out_.size() >= kPart) Spill();
  return *this;
}

JsonWriter& JsonWriter::BeginArray() {
  Separate();
  out_.push_back('[');
  ++depth_;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::EndArray() {
  --depth_;
  if (!first_) BreakLine();
  out_.push_back(']');
  first_ = false;
  if (sink_ && out_.size() >= kPart) Spill();
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Separate();
  out_ += Quote(key);
  out_ += layout_ == Layout::kIndented ? ": " : ":";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  Separate();
  out_ += Quote(value);
  return *this;
}

JsonWriter& JsonWriter::StringOrNull(std::string_view value) {
  return value.empty() ? Null() : String(value);
}

JsonWriter& JsonWriter::NumberOrNull(std::optional<long long> value) {
  return value ? Number(*value) : Null();
}

JsonWriter& JsonWriter::Number(long long value) {
  Separate();
  out_ += std::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  Separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::Null() {
  Separate();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::Raw(std::string_view json) {
  Separate();
  if (layout_ == Layout::kIndented) {
    out_ += Reindent(json, depth_);
  } else {
    out_ += json;
  }
  return *this;
}

void JsonWriter::Spill() {
  sink_(out_);
  out_.clear();
}

std::string JsonWriter::Take() {
  out_.push_back('\n');
  if (sink_) Spill();
  return std::move(out_);
}

}  // namespace analyzer
