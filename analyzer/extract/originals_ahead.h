#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/base/threads.h"
#include "analyzer/extract/json_cutter.h"
#include "analyzer/extract/sink.h"

namespace analyzer {

// Elements of an array that stand together.
struct ElementRow {
  std::vector<JsonElement> elements;
  // What is known of them already; as many, or none. What an original says, but for its span
  // and position. Nothing for whatever wants a closer look: no original, one that cannot be read,
  // or one in which something is to be told as a repair.
  std::vector<std::optional<Original>> originals = {};
};

// Reads the originals of one array on threads of their own, while another thread cuts it into
// elements and takes what was read, in the order of the array.
class OriginalsAhead {
 public:
  // `text` is what the elements were cut from, and `elements` gives them; both must outlive this.
  // REQUIRES: threads > 0.
  OriginalsAhead(std::string_view text, ArrayElements* elements, unsigned threads);
  ~OriginalsAhead();
  OriginalsAhead(const OriginalsAhead&) = delete;
  OriginalsAhead& operator=(const OriginalsAhead&) = delete;

  // The next row; nothing behind the last. What reading throws is thrown here.
  std::optional<ElementRow> Next();

 private:
  struct Work {
    ElementRow row;
    bool taken = false;  // by a thread
    bool done = false;
  };
  void Run();
  Work* TakeWork(std::unique_lock<std::mutex>* lock);

  std::string_view text_;
  ArrayElements& elements_;
  const size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable wanted_;          // there is work, or no more
  std::condition_variable done_;            // work is done, or failed
  std::deque<std::unique_ptr<Work>> rows_;  // in the order of the array
  bool over_ = false;                       // no more rows come
  std::exception_ptr failure_;
  Threads threads_;  // the last: they use all of the above
};

}  // namespace analyzer
