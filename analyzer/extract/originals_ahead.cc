#include "analyzer/extract/originals_ahead.h"

#include <algorithm>
#include <utility>

#include "analyzer/extract/json_string.h"
#include "analyzer/extract/original_reader.h"

namespace analyzer {
namespace {

constexpr size_t kRowsOfAThread = 4;  // so that no thread waits for the one that takes them

// What a strict reader would refuse or read otherwise is left to whom takes the row.
bool HasRepairs(std::string_view raw, const JsonFields& fields) {
  bool repaired = false;
  if (raw.find('\\') != std::string_view::npos) DecodeJsonString(raw, &repaired);
  return repaired || fields.HasKeyTwice();
}

class RowReader {
 public:
  void Read(std::string_view text, ElementRow* row) {
    const size_t begin = row->elements.front().span.begin;
    reader_.Prepare(text.substr(begin, row->elements.back().span.end - begin));
    row->originals.resize(row->elements.size());
    for (size_t i = 0; i < row->elements.size(); ++i) {
      const Span span = row->elements[i].span;
      row->originals[i] = ReadOne(text.substr(span.begin, span.size()));
    }
    reader_.Forget();
  }

 private:
  std::optional<Original> ReadOne(std::string_view raw) {
    const size_t repaired = reader_.repaired();
    if (!reader_.ReadObject(raw, &fields_) || !IsOriginal(fields_)) return std::nullopt;
    auto original = ReadOriginal(raw, fields_, &reader_);
    const bool plain = original && reader_.IsSound(raw) && reader_.repaired() == repaired &&
                       !HasRepairs(raw, fields_);
    return plain ? std::move(original) : std::nullopt;
  }

  JsonReader reader_;
  JsonFields fields_;
};

}  // namespace

OriginalsAhead::OriginalsAhead(std::string_view text, ArrayElements* elements, unsigned threads)
    : text_(text),
      elements_(*elements),
      most_waiting_(kRowsOfAThread * threads),
      threads_(threads, [this] { Run(); }) {}

OriginalsAhead::~OriginalsAhead() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    for (const auto& work : rows_) work->taken = true;
  }
  wanted_.notify_all();
  threads_.Join();
}

std::optional<ElementRow> OriginalsAhead::Next() {
  std::unique_lock lock(mutex_);
  while (!over_ && rows_.size() < most_waiting_) {
    lock.unlock();
    auto work = std::make_unique<Work>();
    const bool more = elements_.NextRow(&work->row.elements);
    lock.lock();
    over_ = !more;
    if (more) rows_.push_back(std::move(work));
    more ? wanted_.notify_one() : wanted_.notify_all();
  }
  if (rows_.empty()) return std::nullopt;
  done_.wait(lock, [this] { return failure_ || rows_.front()->done; });
  if (failure_) std::rethrow_exception(failure_);
  ElementRow row = std::move(rows_.front()->row);
  rows_.pop_front();
  return row;
}

OriginalsAhead::Work* OriginalsAhead::TakeWork(std::unique_lock<std::mutex>* lock) {
  Work* work = nullptr;
  wanted_.wait(*lock, [&] {
    const auto free = std::ranges::find_if(rows_, [](const auto& some) { return !some->taken; });
    work = free == rows_.end() ? nullptr : free->get();
    return work != nullptr || over_ || failure_;
  });
  if (failure_) return nullptr;
  if (work != nullptr) work->taken = true;
  return work;
}

void OriginalsAhead::Run() {
  try {
    RowReader reader;
    std::unique_lock lock(mutex_);
    while (Work* const work = TakeWork(&lock)) {
      lock.unlock();
      reader.Read(text_, &work->row);
      lock.lock();
      work->done = true;
      done_.notify_one();
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    done_.notify_one();
    wanted_.notify_all();
  }
}

}  // namespace analyzer
