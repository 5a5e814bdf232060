#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <utility>

#include "analyzer/base/threads.h"

namespace analyzer {

// Work on items 0, 1, 2, ... that several threads share and one takes the results of, in the order
// of the items: what comes out is the same at any number of threads.
//
// An item gives any number of results, each as soon as it is there. Results that wait to be taken
// cost no more than `budget` in all; the item whose turn it is has another `budget` for itself, so
// that it can always go on. One result may cost more.
template <typename T>
class OrderedWork {
 public:
  // Takes one result of an item; called by the thread that works on it.
  using Emit = std::function<void(T result, size_t cost)>;
  // Works on one item. Called on several threads at once.
  using Produce = std::function<void(size_t item, const Emit& emit)>;
  // Takes the results; called on the thread that called Run.
  using Consume = std::function<void(size_t item, T result)>;

  OrderedWork(size_t items, unsigned threads, size_t budget)
      : lanes_(items), threads_(threads), budget_(budget) {}

  // Returns when all results were taken. What `produce` or `consume` throws is thrown here, once
  // all threads have ended.
  void Run(const Produce& produce, const Consume& consume) {
    Threads threads(std::min<size_t>(threads_, lanes_.size()), [&] { Work(produce); });
    try {
      for (size_t item = 0; item < lanes_.size(); ++item) TakeAll(item, consume);
    } catch (...) {
      Fail(std::current_exception());
    }
    threads.Join();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  struct Lane {
    std::list<std::pair<T, size_t>> waiting;  // results and their costs
    size_t cost = 0;                          // of all these
    bool ended = false;
  };

  // Thrown out of `emit` where the work was given up; never leaves this class.
  struct GivenUp {};

  void Work(const Produce& produce) {
    try {
      for (auto item = Next(); item; item = Next(*item))
        produce(*item, [&](T result, size_t cost) { Put(*item, std::move(result), cost); });
    } catch (const GivenUp&) {
    } catch (...) {
      Fail(std::current_exception());
    }
  }

  // An item that nobody works on yet, once `done` is; nothing where there is none.
  std::optional<size_t> Next(std::optional<size_t> done = std::nullopt) {
    const std::lock_guard lock(mutex_);
    if (done) {
      lanes_[*done].ended = true;
      if (*done == turn_) there_.notify_one();
    }
    if (next_ == lanes_.size() || failure_) return std::nullopt;
    return next_++;
  }

  void Put(size_t item, T result, size_t cost) {
    std::unique_lock lock(mutex_);
    Lane& lane = lanes_[item];
    ++giving_;
    room_.wait(lock, [&] {
      return failure_ || waiting_ == 0 || waiting_ + cost <= budget_ ||
             (item == turn_ && (lane.waiting.empty() || lane.cost + cost <= budget_));
    });
    --giving_;
    if (failure_) throw GivenUp();
    waiting_ += cost;
    lane.cost += cost;
    lane.waiting.emplace_back(std::move(result), cost);
    if (item == turn_) there_.notify_one();
  }

  void TakeAll(size_t item, const Consume& consume) {
    std::unique_lock lock(mutex_);
    turn_ = item;
    TellRoom();
    Lane& lane = lanes_[item];
    while (true) {
      there_.wait(lock, [&] { return failure_ || !lane.waiting.empty() || lane.ended; });
      if (failure_) return;
      if (lane.waiting.empty()) return;
      auto [result, cost] = std::move(lane.waiting.front());
      lane.waiting.pop_front();
      waiting_ -= cost;
      lane.cost -= cost;
      TellRoom();
      lock.unlock();
      consume(item, std::move(result));
      lock.lock();
    }
  }

  void TellRoom() {
    if (giving_ > 0) room_.notify_all();
  }

  void Fail(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
    there_.notify_all();
    room_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable there_;  // the item whose turn it is has a result, or ended
  std::condition_variable room_;   // for a result of an item
  std::deque<Lane> lanes_;
  unsigned threads_;
  size_t budget_;
  size_t next_ = 0;     // the first item that nobody works on yet
  size_t turn_ = 0;     // the item whose results are being taken
  size_t waiting_ = 0;  // cost of the results that wait
  size_t giving_ = 0;   // threads that have a result, and perhaps wait for room
  std::exception_ptr failure_;
};

}  // namespace analyzer
