#include "analyzer/base/new_files.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "tests/support/scratch.h"

using namespace analyzer;

namespace {

namespace fs = std::filesystem;

NewFiles::Bytes Text(const std::string& text) {
  return [text] { return text; };
}

// No file can be larger than so many bytes: what happens on a full disk.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFiles() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

size_t FilesIn(const fs::path& folder) {
  return static_cast<size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("Thousands of files, in any number of threads, are all there with their digests") {
  for (const unsigned threads : {1U, 2U, 7U}) {
    const Scratch scratch;
    std::deque<Digest> digests;
    NewFiles files(scratch / "tree", threads);
    for (int i = 0; i < 3000; ++i) {
      const std::string name = "reason " + std::to_string(i / 1000) + "/" + std::to_string(i);
      const std::string text = "customer " + std::to_string(i);
      REQUIRE(files.Add(name, Text(text), text.size(), &digests.emplace_back()).ok());
    }
    REQUIRE(files.Finish().ok());
    for (int i = 0; i < 3000; ++i) {
      const auto bytes =
          ReadFile(scratch / ("tree/reason " + std::to_string(i / 1000) + "/" + std::to_string(i)));
      REQUIRE(bytes.ok());
      REQUIRE(bytes.value() == "customer " + std::to_string(i));
      REQUIRE(digests[static_cast<size_t>(i)] == DigestOf(bytes.value()));
    }
  }
}

TEST_CASE("What counts as written has its digest") {
  const Scratch scratch;
  std::deque<Digest> digests;
  NewFiles files(scratch.path(), 3);
  CHECK(files.Written() == 0);
  uint64_t seen = 0;
  const auto see = [&] {
    for (const uint64_t written = files.Written(); seen < written; ++seen)
      REQUIRE(digests[seen] == DigestOf("customer " + std::to_string(seen)));
  };
  for (int i = 0; i < 1000; ++i) {
    const std::string text = "customer " + std::to_string(i);
    REQUIRE(files.Add(std::to_string(i), Text(text), text.size(), &digests.emplace_back()).ok());
    see();
  }
  REQUIRE(files.Finish().ok());
  see();
  CHECK(seen == 1000);
}

TEST_CASE("A file without a folder is put under the root itself") {
  const Scratch scratch;
  Digest digest{};
  NewFiles files(scratch.path(), 2);
  REQUIRE(files.Add("README.md", Text("ours"), 4, &digest).ok());
  REQUIRE(files.Finish().ok());
  CHECK(ReadFile(scratch / "README.md").value() == "ours");
}

TEST_CASE("A file that is there already is an error that names it, and stays") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "taken", "somebody's").ok());
  Digest digest{};
  NewFiles files(scratch.path(), 2);
  REQUIRE(files.Add("taken", Text("ours"), 4, &digest).ok());
  const Status status = files.Finish();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message.find((scratch / "taken").string()) != std::string::npos);
  CHECK(ReadFile(scratch / "taken").value() == "somebody's");
}

TEST_CASE("Where the disk is full, the error names the file, and no part of it is left") {
  const Scratch scratch;
  Digest digests[2] = {};
  const SmallFiles limit(1000);
  NewFiles files(scratch / "tree", 2);
  REQUIRE(files.Add("CONFLICT/small", Text("fits"), 4, digests).ok());
  (void)files.Add("CONFLICT/large", Text(std::string(5000, 'x')), 5000, digests + 1).ok();
  const Status status = files.Finish();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message.find((scratch / "tree/CONFLICT/large").string()) !=
        std::string::npos);
  CHECK(FilesIn(scratch / "tree/CONFLICT") == 1);
}

TEST_CASE("After a failure no more is taken, however much is given") {
  const Scratch scratch;
  REQUIRE(WriteNewFile(scratch / "0", "somebody's").ok());
  std::deque<Digest> digests;
  NewFiles files(scratch.path(), 2);
  const size_t held = size_t{1} << 20;  // so that what is given has to wait for what is written
  Status status;
  for (int i = 0; i < 1000 && status.ok(); ++i)
    status = files.Add(std::to_string(i), Text("ours"), held, &digests.emplace_back());
  CHECK_FALSE(status.ok());
  CHECK_FALSE(files.Finish().ok());
  CHECK(FilesIn(scratch.path()) < 1000);
}

TEST_CASE("What is given up leaves nothing running") {
  const Scratch scratch;
  std::deque<Digest> digests;
  {
    NewFiles files(scratch.path(), 3);
    for (int i = 0; i < 100; ++i)
      REQUIRE(files.Add(std::to_string(i), Text("ours"), 4, &digests.emplace_back()).ok());
  }
  CHECK(FilesIn(scratch.path()) <= 100);
}
