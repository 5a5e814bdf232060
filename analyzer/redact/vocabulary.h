#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace analyzer {

// Words that say nothing of a person. All are folded.

// Words of the formats: keys and values of the API and the client, the words of the client's log
// and of its file names. Without them nothing could be read any more.
const std::unordered_set<std::string>& FormatWords();

// Words that messages of programs are made of: where somebody bears one as a name, it is a name.
const std::unordered_set<std::string>& MessageWords();

// How what stands under a key is to be treated.
enum class KeyKind {
  kText,   // no personal data but names, user names, emails, ids, and what a message quotes
  kCode,   // the same, and words of up to three letters are codes: a language, a country
  kOther,  // not known: it may be anything about a person
};
KeyKind KindOfKey(std::string_view key);

// Whether a word in lower case is the name of a secret: `token`, `accesstoken`.
bool NamesSecret(std::string_view lower);

// The letters of ASCII in lower case; all else stays.
std::string InLowerCase(std::string_view text);

}  // namespace analyzer
