#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/hash.h"
#include "analyzer/base/result.h"
#include "analyzer/cli/intake.h"
#include "analyzer/match/outcomes.h"

namespace analyzer {

// What `recover` did last in a folder, and what it did it from. Where neither its inputs nor its
// outputs changed, doing it again would come to the same: it is enough to tell the same again. It
// is kept in the folder, in a file of its own, so that the index need not be opened.
struct LastRecover {
  int64_t begun = 0;  // before it looked at its inputs; nanoseconds since 1970, UTC
  Hash128 inputs;
  int64_t ended = 0;  // when all was written, likewise
  Hash128 outputs;
  int status = 0;    // its exit status
  std::string text;  // what it told on standard error,
  std::string json;  // and on standard output
};

// The file that it is kept in.
std::filesystem::path LastRecoverPath(const std::filesystem::path& out);

// Nothing where there is none, or none of this form.
std::optional<LastRecover> ReadLastRecover(const std::filesystem::path& out);
Status WriteLastRecover(const std::filesystem::path& out, const LastRecover& last);

// What a run of `recover` depends on.
struct RecoverInputs {
  std::string typed;  // its options
  std::filesystem::path index;
  FoundArguments found;
  std::vector<std::string> problems;  // in finding these
  std::vector<Decision> decisions;
};

// The bytes of a file; nothing where they are not known.
using HashOfBytes = std::function<std::optional<Hash128>(const FoundFile&)>;

// A hash of the inputs, and of the program. Files count with names and stamps; with their bytes,
// too, where they were not settled at the moment `begun` (see IsSettled). Nothing where it would
// not tell a change: what comes from standard input, or bytes that are not known.
std::optional<Hash128> HashOfInputs(const RecoverInputs& inputs, int64_t begun,
                                    const HashOfBytes& bytes);

// A hash of what `recover` wrote to `out`, likewise, and of the index: of this the stamp and the
// inode alone, as this program puts a new one in its place and never changes it.
Hash128 HashOfOutputs(const std::filesystem::path& out, const std::filesystem::path& index,
                      int64_t ended);

}  // namespace analyzer
