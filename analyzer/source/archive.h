#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "analyzer/base/bytes.h"
#include "analyzer/base/result.h"
#include "analyzer/source/byte_stream.h"
#include "analyzer/source/expansion.h"

namespace analyzer {

// A file inside an archive. Its name is unique in there and has `/` between an archive in the
// archive and its own member; a second one of a name is `name~2`. It is empty where the file itself
// is meant: an office document, which is a zip too, is no archive.
struct Member {
  std::string name;
  Bytes bytes;
  bool damaged = false;  // there was more, or some of it may be wrong; OnDamage is or was told
};

// Takes what is in an archive. Names are those of members; empty for the archive itself.
class MemberTaker {
 public:
  MemberTaker() = default;
  virtual ~MemberTaker() = default;
  MemberTaker(const MemberTaker&) = delete;
  MemberTaker& operator=(const MemberTaker&) = delete;

  // Whether a member is to be read or, where it is an archive, one in it.
  virtual bool Wants(const std::string& name) = 0;
  // False: nothing further is wanted.
  virtual bool Take(Member member) = 0;
  // What is in `name` is damaged. Where it is corrupt, all that was taken of `name` and of what is
  // inside it may be wrong.
  virtual void OnDamage(const std::string& name, const Damage& damage) = 0;
  // `name`, or the rest of the archive, was left out: the reason and the remedy.
  virtual void OnLeftOut(const std::string& name, const std::string& why) = 0;
};

// Whether `name` is one of `names`, or an archive that holds one of them: what a taker that seeks
// some members wants.
bool IsOrHoldsOneOf(const std::set<std::string>& names, const std::string& name);

// Reads a compressed file or an archive, and archives in it, and gives each member as a whole. A
// member that is too large for memory is in a file (Spill). `name` is that of the file, of which a
// compressed file's member has its name. Entries that are no regular files are left out, as is what
// macOS adds. An error where the file cannot be opened, or not be read to its end; all
// else is told to `taker`.
Status ReadArchive(const std::filesystem::path& path, const std::string& name,
                   const ExpansionLimits& limits, MemberTaker* taker);

}  // namespace analyzer
