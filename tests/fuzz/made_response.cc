#include "tests/fuzz/made_response.h"

#include <array>
#include <cstdio>
#include <string_view>

#include "analyzer/base/unicode.h"
#include "analyzer/extract/record.h"

namespace analyzer {
namespace {

using std::string_literals::operator""s;

constexpr std::array kListKeys = {"data", "customers", "results", "customerResults"};
constexpr std::array kResults = {"SUCCESS", "FAILED", "CONFLICT", "ERROR", "NOT_FOUND", "Odd Word"};
constexpr std::array kTypes = {"CREATE", "UPDATE", "UPSERT", "DELETE"};

class Maker {
 public:
  Maker(bool plain, FuzzInput* input)
      : plain_(plain), input_(input), indent_(input->Below(3)), ascii_(input->Below(2) == 0) {}

  MadeResponse Run() {
    const size_t shape = input_->Below(3);
    if (shape == 2) {
      Open("{");
      Key("timestamp", "\"20251110_081506\"");
      Key("batch_id", "7");
      Key("status_code", "200");
      Key("headers", "{\"Content-Type\": \"application/json\"}");
      Out("\"response_data\": ");
    }
    if (shape > 0) {
      Open("{");
      if (input_->Below(2) == 1) Key("message", Quoted(Words()));
      Out("\""s + kListKeys[input_->Below(kListKeys.size())] + "\": ");
    }
    Open("[");
    const size_t count = 1 + input_->Below(6);
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) Comma();
      Result(i);
    }
    Close("]");
    for (size_t i = 0; i < shape; ++i) {
      if (i == 1) {
        Comma();
        Out("\"response_type\": \"success\"");
      }
      Close("}");
    }
    return std::move(made_);
  }

 private:
  void Out(std::string_view text) { made_.json += text; }
  void Break() {
    if (indent_ == 0) return;
    Out(indent_ == 2 ? "\r\n" : "\n");
    Out(std::string(depth_ * 2, ' '));
  }
  void Open(std::string_view bracket) {
    Out(bracket);
    ++depth_;
    Break();
  }
  void Close(std::string_view bracket) {
    --depth_;
    Break();
    Out(bracket);
  }
  void Comma() {
    Out(",");
    if (indent_ == 0) Out(" ");
    Break();
  }
  void Key(std::string_view key, std::string_view value) {
    Out("\"" + std::string(key) + "\": " + std::string(value));
    Comma();
  }

  // What the input has on its next line, as text.
  std::string Words() {
    std::string words;
    const std::string_view line = input_->Line().substr(0, 80);
    for (size_t at = 0; at < line.size();) {
      bool valid = true;
      char32_t point = NextCodePoint(line, &at, &valid);
      if (!valid || point == 0 || point == 0xFEFF) point = '.';
      if (plain_ && std::u32string_view(U"\"\\'{}[]\r\n").find(point) != std::u32string_view::npos)
        point = '_';
      AppendUtf8(point, &words);
    }
    return words;
  }

  std::string Quoted(std::string_view text) const {
    std::string quoted = "\"";
    for (size_t at = 0; at < text.size();) {
      const size_t begin = at;
      bool valid = true;
      const char32_t point = NextCodePoint(text, &at, &valid);
      char escape[16];
      if (point == '"' || point == '\\') {
        quoted += '\\';
        quoted += static_cast<char>(point);
      } else if (point < 0x20 || (ascii_ && point >= 0x80 && point < 0x10000)) {
        std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(point));
        quoted += escape;
      } else if (ascii_ && point >= 0x10000) {
        std::snprintf(escape, sizeof escape, "\\u%04X\\u%04X",
                      static_cast<unsigned>(0xD800 + ((point - 0x10000) >> 10)),
                      static_cast<unsigned>(0xDC00 + ((point - 0x10000) & 0x3FF)));
        quoted += escape;
      } else {
        quoted += text.substr(begin, at - begin);
      }
    }
    return quoted + "\"";
  }

  // Fields in an order that the input chose, with others between.
  void Result(size_t number) {
    MadeResult result;
    result.span.begin = made_.json.size();
    Open("{");
    std::vector<std::string> fields;
    const size_t shape = input_->Byte();
    if (shape % 4 != 0) {
      const bool digits = shape % 4 == 1;
      result.customer_id = "5000000000" + std::to_string(number) + (digits ? "" : Words());
      fields.push_back("\"customerId\": " +
                       (digits ? result.customer_id : Quoted(result.customer_id)));
    } else {
      fields.emplace_back("\"customerId\": null");
    }
    if (shape % 4 == 0 || shape & 4U) {
      const std::string username = "name" + std::to_string(number) + Words();
      fields.push_back("\"username\": " + Quoted(username));
      result.username = UndoLiteralEscapes(username);
    }
    if (shape & 8U) {
      result.email = "mail" + std::to_string(number) + Words();
      fields.push_back("\"email\": " + Quoted(result.email));
    }
    if (shape & 16U) {
      result.change_type = kTypes[input_->Below(kTypes.size())];
      fields.push_back("\"changeType\": " + Quoted(result.change_type));
    }
    if (shape & 32U) {
      result.error = "error" + std::to_string(number) + Words();
      fields.push_back((shape & 64U ? "\"error\": " : "\"errorMessage\": ") + Quoted(result.error));
    }
    result.result = kResults[input_->Below(kResults.size())];
    fields.push_back("\"result\": " + Quoted(result.result));
    if (shape & 128U)
      fields.push_back("\"more\": {\"flag\": true, \"list\": [1, {\"deep\": " + Quoted(Words()) +
                       "}]}");
    while (!fields.empty()) {
      const size_t next = input_->Below(fields.size());
      Out(fields[next]);
      fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(next));
      if (!fields.empty()) Comma();
    }
    Close("}");
    result.span.end = made_.json.size();
    made_.results.push_back(std::move(result));
  }

  bool plain_;
  FuzzInput* input_;
  size_t indent_;
  bool ascii_;
  size_t depth_ = 0;
  MadeResponse made_;
};

}  // namespace

MadeResponse MakeResponse(bool plain, FuzzInput* input) { return Maker(plain, input).Run(); }

}  // namespace analyzer
