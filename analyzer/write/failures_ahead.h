#pragma once

#include <functional>
#include <span>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/write/failures.h"

namespace analyzer {

// A failure, and the text of its original as OriginalLoader gives it; empty where it has none.
struct FailureWithText {
  Failure failure;
  Result<std::string> text{std::string()};
};

// Gives each of `those` to `take`, in their order, while another thread loads those that follow:
// until this returns, `loader` and the database that it reads are that thread's alone. Gives no
// more once `take` says false. What loading or `take` throws is thrown here.
void LoadAhead(std::span<const ListedFailure> those, FailureLoader* loader,
               const std::function<bool(FailureWithText)>& take);

}  // namespace analyzer
