// From the bytes of a file to texts: what it is, compression, archives, encodings.

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/memory_limit.h"
#include "analyzer/base/unicode.h"
#include "analyzer/source/archive.h"
#include "analyzer/source/file_reader.h"
#include "analyzer/source/kept_frames.h"
#include "analyzer/source/source_text.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/property.h"

namespace analyzer {
namespace {

constexpr ExpansionLimits kLimits{
    .max_expanded = 1 << 20, .max_ratio = 200, .ratio_from = 1 << 18, .max_members = 64};

char32_t Unit(std::string_view bytes, bool little) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  const auto second = static_cast<unsigned char>(bytes[1]);
  return little ? second << 8U | first : first << 8U | second;
}

std::string Utf8Of(std::string_view units, bool little) {
  std::string text;
  char32_t point = Unit(units, little);
  if (units.size() == 4)
    point = 0x10000 + ((point - 0xD800) << 10) + (Unit(units.substr(2), little) - 0xDC00);
  AppendUtf8(point, &text);
  return text;
}

// Whether these bytes of a file can be read as this character, in one of the ways in which texts
// are read.
bool Says(std::string_view bytes, std::string_view character) {
  if (bytes == character) return true;
  if (bytes.size() == 1) {
    std::string text;
    AppendUtf8(FromWindows1252(static_cast<unsigned char>(bytes[0])), &text);
    return text == character;
  }
  if (bytes.size() != 2 && bytes.size() != 4) return false;
  return Utf8Of(bytes, true) == character || Utf8Of(bytes, false) == character;
}

int64_t LinesBefore(std::string_view text, size_t at) {
  int64_t line = 1;
  for (size_t i = 0; i < at; ++i)
    line += text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n");
  return line;
}

// Each character of a text has bytes in its file that say so, in their order; what lies between is
// what was left out.
void CheckText(const SourceText& source) {
  const std::string_view text = source.text();
  const std::string_view bytes = source.file_bytes();
  Require(IsValidUtf8(text), "a text is UTF-8", text);
  size_t holes = 0;
  size_t reached = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    bool valid = true;
    const char32_t point = NextCodePoint(text, &at, &valid);
    const Span span = source.FileSpan({begin, at});
    Require(span.begin >= reached && span.begin < span.end && span.end <= bytes.size(),
            "characters have bytes of their own, in their order", text);
    reached = span.end;
    if (point == 0) {
      ++holes;
      Require(bytes[span.begin] == '\0', "a hole stands for zeros");
    } else {
      Require(Says(bytes.substr(span.begin, span.size()), text.substr(begin, at - begin)),
              "a character's bytes say so", bytes.substr(span.begin, span.size()));
    }
  }
  size_t told_holes = 0;
  size_t last = 0;
  for (const LeftOut& left_out : source.left_out()) {
    Require(left_out.at >= last && left_out.at <= text.size(), "what is left out is in its order");
    last = left_out.at;
    told_holes += left_out.kind == LeftOut::Kind::kHole;
  }
  Require(holes == told_holes, "each hole is told");
  for (size_t at = 0; at <= text.size(); at += 1 + text.size() / 7)
    Require(source.Line(at) == LinesBefore(text, at), "lines are counted");
  // Asked out of their order, too.
  for (size_t at = text.size(); at > text.size() / 2; at -= 1 + text.size() / 7)
    Require(source.Line(at) == LinesBefore(text, at), "lines are counted backwards");
}

struct Took : MemberTaker {
  bool Wants(const std::string& name) override {
    Require(IsValidUtf8(name), "a member's name is UTF-8", name);
    asked.push_back(name);
    return true;
  }
  bool Take(Member member) override {
    Require(names.insert(member.name).second, "members have names of their own", member.name);
    out += member.bytes.size();
    members.emplace_back(member.name, std::string(member.bytes.view()));
    return true;
  }
  void OnDamage(const std::string& name, const Damage& damage) override {
    Require(!damage.reason.empty(), "damage has a reason", name);
    ++damages;
  }
  void OnLeftOut(const std::string& name, const std::string& why) override {
    Require(!why.empty(), "what is left out has a reason", name);
    ++left_out;
  }

  std::vector<std::string> asked;
  std::set<std::string> names;
  std::vector<std::pair<std::string, std::string>> members;
  size_t out = 0;
  size_t damages = 0;
  size_t left_out = 0;
};

void CheckArchive(const std::filesystem::path& path) {
  constexpr size_t kChunk = 1 << 16;
  Took took;
  Require(ReadArchive(path, "named.log.gz", kLimits, &took).ok(), "an archive can be opened");
  Require(took.out <= static_cast<size_t>(kLimits.max_expanded) + kChunk,
          "an archive stays within its limit");
  Require(took.members.size() <= static_cast<size_t>(kLimits.max_members) + 1,
          "an archive has no more members than its limit");
  for (const auto& [name, bytes] : took.members) CheckText(SourceText(bytes));
  // Each member can be had again, alone: that is how what is written comes from there.
  if (took.left_out > 0 || took.members.empty()) return;
  const auto& [name, bytes] = took.members.back();
  struct Again : Took {
    std::set<std::string> wanted;
    bool Wants(const std::string& asked_for) override { return IsOrHoldsOneOf(wanted, asked_for); }
  } again;
  again.wanted = {name};
  Require(ReadArchive(path, "named.log.gz", ExpansionLimits::None(), &again).ok(),
          "an archive can be opened again");
  size_t same = 0;
  for (const auto& [again_name, again_bytes] : again.members) {
    if (again_name != name) continue;
    Require(again_bytes == bytes, "a member has the same bytes again", name);
    ++same;
  }
  Require(same == 1, "a member is found again", name);
}

void CheckFrames(std::string_view bytes) {
  const std::string frame = CompressFrame(bytes, 0);
  Require(DecompressFrame(frame) == bytes.substr(0, kFrameBytes), "a frame holds its bytes");
  DecompressFrame(bytes);
}

}  // namespace
}  // namespace analyzer

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace analyzer;
  // With little memory texts are kept in files: the same must come out.
  SetMemory({size % 16 == 15 ? size_t{16} * 64 : size_t{256} << 20, 1});
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const MemoryFile file(bytes);
  FileReader reader;
  const auto content = reader.Read(file.path());
  Require(content.ok(), "a file can be read");
  if (content.value().archive) {
    CheckArchive(file.path());
  } else {
    Require(content.value().bytes.view() == bytes, "a file is read as it is");
  }
  CheckText(SourceText(std::string(bytes)));
  CheckFrames(bytes);
  return 0;
}
