#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace analyzer {

// Why something could not be done, for a person: names the file or place, the reason, the remedy.
struct Error {
  std::string message;
};

// Either a value or the error that stands in its place. Libraries' exceptions end in one of these.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : held_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return std::holds_alternative<T>(held_); }
  // REQUIRES: ok().
  T& value() { return std::get<T>(held_); }
  const T& value() const { return std::get<T>(held_); }
  // REQUIRES: !ok().
  const Error& error() const { return std::get<Error>(held_); }

 private:
  std::variant<T, Error> held_;
};

// Success, or an error.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return !error_; }
  // REQUIRES: !ok().
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace analyzer
