#include "analyzer/write/page_text.h"

#include <catch2/catch.hpp>

using namespace analyzer;

TEST_CASE("No text in JSON can end the script element that holds it") {
  CHECK(JsonForScript(R"(["</script>", "<!--"])") == R"(["\u003c/script>", "\u003c!--"])");
}

TEST_CASE("Line separators are escaped, what only begins like one is not") {
  CHECK(JsonForScript("\"\xE2\x80\xA8\xE2\x80\xA9\"") == R"("\u2028\u2029")");
  CHECK(JsonForScript("\"\xE2\x80\xA6\"") == "\"\xE2\x80\xA6\"");
  CHECK(JsonForScript("\xE2\x80") == "\xE2\x80");
}

TEST_CASE("A form is filled in at its names, and what fills it is not a form") {
  std::string text;
  const TextSink out = [&text](std::string_view piece) { text += piece; };
  FillForm("<{{a}}|{{b}}> {{", out,
           [&](std::string_view name) { text += name == "a" ? "{{b}}" : "2"; });
  CHECK(text == "<{{b}}|2> {{");
}

TEST_CASE("The policy names the script and the style sheet by their digests") {
  const std::string policy = PagePolicy("abc", "");
  CHECK(policy.find("default-src 'none'") == 0);
  CHECK(policy.find("script-src 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='") !=
        policy.npos);
  CHECK(policy.find("style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='") !=
        policy.npos);
  CHECK(policy.find("unsafe") == policy.npos);
}
