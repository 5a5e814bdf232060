#include "analyzer/write/document_file.h"

#include <string_view>
#include <utility>

namespace analyzer {

DocumentFile::DocumentFile(std::unique_ptr<AtomicFile> file)
    : file_(std::move(file)), json_([this](std::string_view part) {
        digester_.Add(part);
        if (file_ != nullptr) file_->Write(part);
      }) {}

Result<std::unique_ptr<DocumentFile>> DocumentFile::Create(const std::filesystem::path& path) {
  auto file = AtomicFile::Create(path);
  if (!file.ok()) return file.error();
  return std::unique_ptr<DocumentFile>(new DocumentFile(std::move(file.value())));
}

std::unique_ptr<DocumentFile> DocumentFile::Nowhere() {
  return std::unique_ptr<DocumentFile>(new DocumentFile(nullptr));
}

void DocumentFile::Finish() {
  json_.Take();
  digest_ = digester_.Take();
}

Result<Digest> DigestOfFile(const std::filesystem::path& path) {
  const auto bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.error();
  return DigestOf(bytes.value());
}

}  // namespace analyzer
