// What no program that does the work can beat on this machine: the benchmark measures against
// these.
//
//   limits read FOLDER...       reads all files
//   limits parse FOLDER...      parses all JSON documents with simdjson and looks at nothing
//   limits create TREE OUT      writes the files of TREE anew under OUT, which must not be there
//   limits rows COUNT FILE      puts as many rows, a line of an index each, into a new SQLite file
//
// Each works with as many threads as there are cores, but for rows.

#include <simdjson.h>
#include <sqlite3.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/base/files.h"

namespace {

namespace fs = std::filesystem;
using Files = std::vector<fs::path>;

Files FilesOf(int count, char** folders) {
  Files files;
  for (int i = 0; i < count; ++i) {
    for (const auto& entry : fs::recursive_directory_iterator(folders[i])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  return files;
}

// `work` is called once a thread and gets the function that gives it the next file.
void OnAllCores(const Files& files,
                const std::function<void(const std::function<const fs::path*()>&)>& work) {
  std::atomic<size_t> next = 0;
  const auto take = [&]() -> const fs::path* {
    const size_t at = next++;
    return at < files.size() ? &files[at] : nullptr;
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i)
    threads.emplace_back([&] { work(take); });
}

int Read(const Files& files) {
  OnAllCores(files, [](const auto& take) {
    while (const fs::path* file = take()) {
      if (!analyzer::ReadFile(*file).ok()) std::abort();
    }
  });
  return 0;
}

int Parse(const Files& files) {
  std::atomic<size_t> refused = 0;
  OnAllCores(files, [&](const auto& take) {
    simdjson::dom::parser parser;
    while (const fs::path* file = take()) {
      simdjson::padded_string text;
      if (simdjson::padded_string::load(file->string()).get(text)) std::abort();
      simdjson::dom::element root;
      refused += parser.parse(text).get(root) != simdjson::SUCCESS;
    }
  });
  std::printf("%zu documents, %zu refused\n", files.size(), refused.load());
  return 0;
}

int Create(const fs::path& tree, const fs::path& out) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(tree)) {
    const fs::path target = out / fs::relative(entry.path(), tree);
    if (entry.is_directory()) fs::create_directories(target);
    if (entry.is_regular_file()) files.push_back(target);
  }
  const std::string bytes(1000, ' ');
  OnAllCores(files, [&](const auto& take) {
    while (const fs::path* file = take()) {
      if (!analyzer::WriteNewFile(*file, bytes).ok()) std::abort();
    }
  });
  return 0;
}

int Rows(int64_t count, const char* file) {
  sqlite3* database = nullptr;
  sqlite3_open(file, &database);
  sqlite3_exec(database,
               "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE original (id"
               " INTEGER PRIMARY KEY, file INTEGER, byte_begin INTEGER, byte_end INTEGER, own_id"
               " INTEGER); BEGIN",
               nullptr, nullptr, nullptr);
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(database, "INSERT INTO original VALUES (?, ?, ?, ?, ?)", -1, &insert, nullptr);
  for (int64_t i = 0; i < count; ++i) {
    const int64_t values[] = {i, i / 100, i % 100 * 900, i % 100 * 900 + 899, 51000000000 + i};
    for (int column = 0; column < 5; ++column)
      sqlite3_bind_int64(insert, column + 1, values[column]);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  const bool done = sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK;
  sqlite3_close(database);
  return done ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 2 ? argv[1] : "";
  if (what == "read") return Read(FilesOf(argc - 2, argv + 2));
  if (what == "parse") return Parse(FilesOf(argc - 2, argv + 2));
  if (what == "create" && argc == 4) return Create(argv[2], argv[3]);
  if (what == "rows" && argc == 4) return Rows(std::stoll(argv[2]), argv[3]);
  std::fputs("usage: limits read|parse FOLDER... | create TREE OUT | rows COUNT FILE\n", stderr);
  return 2;
}
