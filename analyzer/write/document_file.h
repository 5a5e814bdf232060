#pragma once

#include <filesystem>
#include <memory>

#include "analyzer/base/digest.h"
#include "analyzer/base/files.h"
#include "analyzer/base/result.h"
#include "analyzer/write/json_text.h"

namespace analyzer {

// A JSON document that is written to its file while it is built: it may be larger than memory. It
// is there only once it is published.
class DocumentFile {
 public:
  static Result<std::unique_ptr<DocumentFile>> Create(const std::filesystem::path& path);
  // One that is never published: only its digest is wanted.
  static std::unique_ptr<DocumentFile> Nowhere();
  DocumentFile(const DocumentFile&) = delete;
  DocumentFile& operator=(const DocumentFile&) = delete;

  // To build it with, up to Finish, which calls its Take.
  JsonWriter& json() { return json_; }
  void Finish();
  // Of the whole, after Finish.
  const Digest& digest() const { return digest_; }

  // Puts it in its place. The error names the path, the reason, and what to do.
  Status Publish() { return file_->Publish(); }

 private:
  explicit DocumentFile(std::unique_ptr<AtomicFile> file);

  std::unique_ptr<AtomicFile> file_;  // nothing: nowhere
  Digester digester_;
  Digest digest_{};
  JsonWriter json_;
};

// Of a file's bytes. An error where it cannot be read.
Result<Digest> DigestOfFile(const std::filesystem::path& path);

}  // namespace analyzer
