#include "analyzer/write/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "analyzer/base/interruption.h"
#include "analyzer/base/left_overs.h"

namespace analyzer {

Result<std::unique_ptr<Output>> Output::Open(const std::filesystem::path& path) {
  if (path.empty()) return std::unique_ptr<Output>(new Output(nullptr));
  RemoveLeftOvers(path.parent_path());
  auto file = AtomicFile::Create(path);
  if (!file.ok()) return file.error();
  return std::unique_ptr<Output>(new Output(std::move(file.value())));
}

std::unique_ptr<Output> Output::Nowhere() {
  std::unique_ptr<Output> output(new Output(nullptr));
  output->nowhere_ = true;
  return output;
}

bool Output::Write(std::string_view bytes) {
  bytes_ += static_cast<int64_t>(bytes.size());
  if (nowhere_) return true;
  if (file_ != nullptr) return file_->Write(bytes);
  if (error_ == 0 && std::fwrite(bytes.data(), 1, bytes.size(), stdout) < bytes.size()) {
    error_ = errno;
    if (error_ == EINTR) StopIfAsked();
  }
  return error_ == 0;
}

Status Output::Finish() {
  if (file_ != nullptr) return file_->Publish();
  if (nowhere_) return {};
  if (error_ == 0 && std::fflush(stdout) != 0) error_ = errno;
  if (error_ == 0 || error_ == EPIPE) return {};
  return Error{std::string("cannot write standard output: ") + std::strerror(error_) +
               "; free space there, or name a file with --out"};
}

}  // namespace analyzer
