#include "analyzer/write/output.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "analyzer/base/files.h"

namespace analyzer {
namespace {

Error CannotWrite(const std::string& what, int number) {
  return {"cannot write " + what + ": " + std::strerror(number) +
          "; free space there, or name another place"};
}

}  // namespace

Result<std::unique_ptr<Output>> Output::Open(const std::filesystem::path& path) {
  if (path.empty()) return std::unique_ptr<Output>(new Output({}, {}, stdout));
  std::filesystem::path beside = path;
  beside += ".new";
  std::FILE* const file = std::fopen(beside.c_str(), "wbe");
  if (file == nullptr) return CannotWrite(path.string(), errno);
  return std::unique_ptr<Output>(new Output(path, std::move(beside), file));
}

Output::Output(std::filesystem::path path, std::filesystem::path beside, std::FILE* file)
    : path_(std::move(path)), beside_(std::move(beside)), file_(file) {}

Output::~Output() {
  if (beside_.empty()) return;
  if (file_ != nullptr) std::fclose(file_);
  std::error_code code;
  std::filesystem::remove(beside_, code);
}

bool Output::Write(std::string_view bytes) {
  if (error_ == 0 && std::fwrite(bytes.data(), 1, bytes.size(), file_) < bytes.size()) {
    error_ = errno;
  }
  return error_ == 0;
}

Status Output::Finish() {
  const bool to_file = !beside_.empty();
  if (error_ == 0 && std::fflush(file_) != 0) error_ = errno;
  if (to_file && std::fclose(std::exchange(file_, nullptr)) != 0 && error_ == 0) error_ = errno;
  if (!to_file && error_ == EPIPE) return {};
  if (error_ != 0) return CannotWrite(to_file ? path_.string() : "standard output", error_);
  if (!to_file) return {};
  Status renamed = Rename(beside_, path_);
  if (renamed.ok()) beside_.clear();
  return renamed;
}

}  // namespace analyzer
