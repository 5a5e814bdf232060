#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/digest.h"
#include "analyzer/base/new_files.h"
#include "analyzer/base/progress.h"
#include "analyzer/base/result.h"
#include "analyzer/write/document_file.h"
#include "analyzer/write/manifest.h"
#include "analyzer/write/names.h"
#include "analyzer/write/originals.h"

namespace analyzer {

// A file that was written, as long as the manifest does not list it.
struct PutFile {
  std::string name;
  Digest sha256{};
  std::optional<OriginalSpan> source;  // of the one original that it holds
};

// A folder under OUT/failed_customers or OUT/failed_households that this program writes as a whole,
// into the new folder that takes the place of the one above it (NewFolder). Files in it that
// somebody else put there are carried over; a folder that was none of ours becomes NAME.before.
class OwnedFolder {
 public:
  // `base` is the folder above, relative to `out`, and `fresh_base` the new one. `manifest` lists
  // what is ours there. Where `dry`, nothing is written: `files` tells what would be. `progress` is
  // told of each file.
  OwnedFolder(std::filesystem::path out, std::string base, std::string name,
              const std::filesystem::path& fresh_base, const Manifest& manifest, bool dry,
              Progress* progress);

  // Nothing where it may be written: it is not there, or ours, or `replace` allows to move it away.
  Status Check(bool replace) const;

  // Makes the new folder, empty, to be filled by so many threads. After Check.
  Status Begin(unsigned threads);
  // Gives out the names in one of its folders ("" for itself), so that foreign files keep theirs.
  NameRegister& Names(const std::string& folder);
  // Writes a file of the new folder, soon; `name` is relative to it, and of Names. The other one
  // makes its bytes, from about so many bytes that it holds, on another thread.
  Status Put(const std::string& name, std::string bytes);
  Status Put(const std::string& name, NewFiles::Bytes bytes, size_t held,
             std::optional<OriginalSpan> source);
  // The same for a document that is built piece by piece: written at once, and counted by PutWhole,
  // once it is whole.
  Result<std::unique_ptr<DocumentFile>> Open(const std::string& name);
  Status PutWhole(const std::string& name, DocumentFile* document);
  // Waits until all is written: after the last Put, and before what follows.
  Status Finish();
  // What was put, with paths relative to the folder, in the order of Put.
  const std::deque<PutFile>& files() const { return files_; }

  bool IsOurs() const;
  // Whether files of somebody else are in it, which stay. After Begin.
  bool HasForeignFiles() const { return !foreign_.empty(); }
  // Whether the old folder is none of ours and makes way: only for something. After Finish, as the
  // next two.
  bool MovesAway() const { return moves_away_ && !files_.empty(); }
  // Whether the old folder holds the same already, or there is nothing of ours, old or new.
  bool IsUpToDate() const;
  // Where a file of the old folder goes, as NewFolder asks it of the folder above; nothing: it is
  // one of ours.
  std::optional<std::string> DestinationOf(const std::string& inside) const;

  // `name` in the new folder, relative to `out`.
  std::string PathOf(const std::string& name) const;

 private:
  bool IsNobodys() const;
  Status FindForeignFiles(const std::string& inside);

  std::filesystem::path out_;
  std::string base_;
  std::string name_;
  const Manifest& manifest_;
  std::filesystem::path place_;
  std::filesystem::path fresh_;
  bool dry_;
  Progress* progress_;
  bool moves_away_ = false;
  std::vector<std::string> foreign_;           // relative to the folder
  std::map<std::string, NameRegister> names_;  // by folder
  std::deque<PutFile> files_;
  std::unique_ptr<NewFiles> writing_;  // from Begin to Finish
};

}  // namespace analyzer
