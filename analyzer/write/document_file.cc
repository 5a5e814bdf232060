#include "analyzer/write/document_file.h"

#include <string_view>
#include <utility>

namespace analyzer {

DocumentFile::DocumentFile(std::filesystem::path path, std::unique_ptr<AtomicFile> file)
    : path_(std::move(path)), file_(std::move(file)), json_([this](std::string_view part) {
        digester_.Add(part);
        if (file_ != nullptr) file_->Write(part);
      }) {}

Result<std::unique_ptr<DocumentFile>> DocumentFile::Create(const std::filesystem::path& path) {
  auto file = AtomicFile::Create(path);
  if (!file.ok()) return file.error();
  return std::unique_ptr<DocumentFile>(new DocumentFile(path, std::move(file.value())));
}

std::unique_ptr<DocumentFile> DocumentFile::Nowhere() {
  return std::unique_ptr<DocumentFile>(new DocumentFile({}, nullptr));
}

void DocumentFile::Finish() {
  json_.Take();
  digest_ = digester_.Take();
}

Status DocumentFile::PublishIfChanged() {
  const auto old = DigestOfFile(path_);
  return old.ok() && old.value() == digest_ ? Status() : Publish();
}

Result<Digest> DigestOfFile(const std::filesystem::path& path) {
  const auto bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.error();
  return DigestOf(bytes.value());
}

}  // namespace analyzer
