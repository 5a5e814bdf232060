#include "analyzer/audit/source_bytes.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "analyzer/extract/scan_text.h"
#include "analyzer/index/findings.h"

using namespace analyzer;

namespace {

const std::string kHead = "2025-11-10 08:15:04,123 - INFO - ";
const std::string kDocument = R"({"data": [{"customerId": "1", "result": "FAILED"}]})";

// What the bytes of a file were read as, once in the index.
SourceBytes Read(const std::string& bytes) {
  const SourceText source(bytes);
  Findings found;
  found.file.path = "a file";
  found.file.role = "none";
  found.file.bytes = static_cast<int64_t>(source.file_size());
  FindingsSink sink(&source, &found);
  ScanText(source.text(), {}, &sink);
  sink.Finish();
  auto index = Index::CreateTemporary();
  index.value()->Add(std::move(found));
  const SourceBytes read = LoadSourceBytes(index.value().get()).at(0);
  CHECK(read.Imbalance().empty());
  CHECK(read.bytes == static_cast<int64_t>(bytes.size()));
  return read;
}

int64_t Size(const std::string& text) { return static_cast<int64_t>(text.size()); }

std::string Utf16(const std::string& ascii) {
  std::string units = "\xFF\xFE";
  for (const char c : ascii) units += {c, '\0'};
  return units;
}

}  // namespace

TEST_CASE("Of a file with one document, all but the white space around it is the document") {
  const SourceBytes read = Read("\n" + kDocument + "\r\n");
  CHECK(read.documents == Size(kDocument));
  CHECK(read.blank == 3);
}

TEST_CASE(
    "A log line is what stands around the document in it, and what the message goes on over") {
  const SourceBytes read = Read(kHead + "body: " + kDocument + " end\n" + "Traceback\n");
  CHECK(read.documents == Size(kDocument));
  CHECK(read.log_lines == Size(kHead) + 6 + 5 + 10);
}

TEST_CASE("Lines of other threads inside of a document are log lines, with their documents") {
  const std::string between = kHead + "another thread: " + kDocument + "\n";
  const std::string first = "{\"data\": [\n";
  const std::string last = "{\"customerId\": \"1\", \"result\": \"FAILED\"}]}";
  const SourceBytes read = Read(kHead + first + between + last + "\n" + kHead + "x\n");
  CHECK(read.documents == Size(first) + Size(last) + Size(kDocument));
  CHECK(read.log_lines == Size(kHead) * 3 + 17 + 1 + 2);
}

TEST_CASE("A broken document is salvaged, up to where the next one begins") {
  const std::string broken = R"({"data": [{"customerId": "1", "result": "FAILED"}, {"cust)";
  SourceBytes read = Read(broken + "\n" + kDocument + "\n");
  CHECK(read.salvaged == Size(broken));
  CHECK(read.documents == Size(kDocument));
  CHECK(read.blank == 2);
  // So is a document that holds a broken one, escaped.
  const std::string raw = R"({"raw_response": "{\"data\": [{\"customerId\": \"1\", \"resu"})";
  read = Read(raw);
  CHECK(read.salvaged == Size(raw));
}

TEST_CASE("A block of the window is what stands around the document in it") {
  const std::string block = "[08:15:04] ✅ SUCCESS - Batch 1\nStatus Code: 200\nResponse Data: ";
  const std::string end = "\n" + std::string(80, '-') + "\n";
  const SourceBytes read = Read("API Responses\n\n" + block + kDocument + end + "\n");
  CHECK(read.window == Size(block) + Size(end));
  CHECK(read.documents == Size(kDocument));
  CHECK(read.not_understood == 13);
  CHECK(read.blank == 3);
}

TEST_CASE("Bytes are those of the file: two of UTF-16 for a character, and its mark is blank") {
  const SourceBytes read = Read(Utf16(kHead + "body: " + kDocument + "\n"));
  CHECK(read.documents == 2 * Size(kDocument));
  CHECK(read.log_lines == 2 * (Size(kHead) + 7));
  CHECK(read.blank == 2);
}

TEST_CASE("A mark, and zeros between lines, are blank") {
  const std::string zeros(3, '\0');
  const SourceBytes read = Read("\xEF\xBB\xBF" + kDocument + zeros);
  CHECK(read.documents == Size(kDocument));
  CHECK(read.blank == 6);
}

TEST_CASE("Foreign text is not understood, nor is what is no text at all") {
  SourceBytes read = Read("Some notes\n\n  of nobody.\n");
  CHECK(read.not_understood == 20);
  CHECK(read.blank == 5);
  std::string image = "\x89PNG\r\n\x1A\n";
  for (int i = 0; i < 600; ++i) image += static_cast<char>(i * 7);
  read = Read(image);
  CHECK(read.not_understood == Size(image));
}

TEST_CASE("An empty file has no bytes") {
  const SourceBytes read = Read("");
  CHECK(read.bytes == 0);
  CHECK(read.not_understood == 0);
}
