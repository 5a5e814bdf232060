#include "analyzer/source/client_names.h"

#include <algorithm>
#include <array>

namespace analyzer {
namespace {

constexpr std::array kCopyFolders = {"batches_to_retry", "response_nok", "auth_service_down",
                                     "retry_batches", "single_failures"};

}  // namespace

bool IsForPeople(std::string_view shown) {
  return shown.ends_with("RETRY_INSTRUCTIONS.md") || shown.ends_with("single_failures/README.md");
}

bool IsInCopyFolder(std::string_view shown) {
  const size_t file = shown.rfind('/');
  if (file == std::string_view::npos) return false;
  std::string_view folders = shown.substr(0, file);
  while (!folders.empty()) {
    const size_t end = std::min(folders.find('/'), folders.size());
    for (const std::string_view name : kCopyFolders) {
      if (folders.substr(0, end).starts_with(name)) return true;
    }
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  return false;
}

}  // namespace analyzer
