#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace analyzer {

// The key under which the client keeps an answer of the API.
inline constexpr std::string_view kResponseData = "response_data";

// The keys under which the API's answers hold lists of results; the empty one is a bare array.
inline constexpr std::array<std::string_view, 8> kResultKeys = {
    "data",       "customers",        "results", "customerResults",
    "households", "householdResults", "errors",  ""};

inline bool IsResultKey(std::string_view key) {
  return std::find(kResultKeys.begin(), kResultKeys.end(), key) != kResultKeys.end();
}

// Where the client's record keeps what was sent.
inline bool IsCopyKey(std::string_view key) {
  return key == "originalData" || key == "complete_batch_data";
}

}  // namespace analyzer
