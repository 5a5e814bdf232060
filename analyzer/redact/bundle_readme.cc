#include "analyzer/redact/bundle_readme.h"

#include "analyzer/base/files.h"

namespace analyzer {
namespace {

constexpr char kTitle[] = "# A bundle of import-analyzer\n";

constexpr char kWhatItIs[] = R"(
A copy of what an import left behind, in which personal data is replaced by pseudonyms: to be shown
to somebody who shall see what happened, and not to whom.

)";

constexpr char kWhatChanged[] = R"(
It gives the same counts as the sources that it was made of. The index is made of these files; it
names them from its own folder.

## Replaced

The same by the same everywhere, in files, names of files and the index, so that all that belonged
together still does:

- every word that is not known to be harmless: names, user names, streets, cities, the text of
  messages, fields and folders that nobody listed;
- emails; all end in `.example`;
- personal numbers and birthdays, by another day of the same year;
- ids of customers, cards and households, telephone numbers, and every number of eight digits or
  more;
- in customers and households, and under keys that are not known, all numbers.

Left out are the headers of answers, tokens, passwords, cookies, and files that were not understood.

## Kept

Times, counts, numbers of batches, results, status codes, the keys and enumerated values of the
API, the words of the client's log and of common messages, years of birth, single letters, numbers of
up to seven digits in messages; order, structure, white space, escapes and encodings. A name that is
a word of the formats too (`Status`) stands as that word.

Archives are unpacked: a folder of the archive's name holds its members.
)";

}  // namespace

std::string BundleReadme(const BundledFiles& written, bool key_kept) {
  std::string text = std::string(kTitle) + kWhatItIs + "```sh\nimport-analyzer recover ";
  if (written.has_batches) text += std::string("--batches ") + kBundleBatches + " ";
  text += std::string("--out recovered ") + kBundleSources +
          "\nimport-analyzer audit --index import-analyzer.sqlite\n```\n" + kWhatChanged;
  text += key_kept ? "\nWho has the key that was used can tell which pseudonym a name gets.\n"
                   : "\nThe key was thrown away.\n";
  if (written.left_out.empty()) return text;
  text += "\n## Left out, as it was not understood\n\n";
  for (const std::string& name : written.left_out) text += "- `" + name + "`\n";
  return text;
}

bool IsBundle(const std::filesystem::path& folder) {
  const auto text = ReadFile(folder / kBundleReadme);
  return text.ok() && text.value().starts_with(kTitle);
}

}  // namespace analyzer
