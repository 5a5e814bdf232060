#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

// All functions take and return UTF-8; bytes that are no UTF-8 count as U+FFFD.

// The form in which names, emails and user names are compared: canonical composition (NFC) and
// full case folding (Unicode 15, through utf8proc); diacritics are kept. White space at either
// end is dropped.
std::string Fold(std::string_view text);

// Upper case after Unicode's simple mappings, white space at either end dropped.
std::string Upper(std::string_view text);

// ASCII white space dropped at either end. The view points into `text`.
std::string_view Trim(std::string_view text);

// The first `characters` code points of `text`.
std::string_view FirstCharacters(std::string_view text, size_t characters);

// Appends one code point as UTF-8; a surrogate or a number past U+10FFFF is written as U+FFFD.
void AppendUtf8(char32_t code_point, std::string* out);

// The code point that begins at text[*at]; moves *at behind it. Where the bytes are no UTF-8,
// moves one byte and sets *valid to false.
char32_t NextCodePoint(std::string_view text, size_t* at, bool* valid);

bool IsValidUtf8(std::string_view text);

// The character of a byte in Windows-1252, after unicode.org's CP1252.TXT; U+FFFD for the five
// bytes that have none.
char32_t FromWindows1252(unsigned char byte);

// Undoes once that UTF-8 was read as Windows-1252 or Latin-1: `SÃ–DERBERG` gives `SÖDERBERG`. Each
// run of characters whose bytes are one UTF-8 character becomes that character, all else stays.
// Also where a change of case made the first of two lower (`sã¶derberg`). Nothing where there is no
// such run. A text that went wrong twice is undone by two calls.
std::optional<std::string> UndoMojibake(std::string_view text);

// What UndoMojibake makes of the text, called once, and of that again; empty for most texts.
std::vector<std::string> RepairedForms(std::string_view text);

// A character that Unicode 15 assigns, no control character (but white space), surrogate or
// private one: what a text may be made of.
bool IsPlausibleInText(char32_t code_point);

// How many columns of a terminal a text takes: wide characters two, marks none.
size_t DisplayWidth(std::string_view text);

// A letter or a decimal digit of any script (Unicode categories L* and Nd), or a mark on one (M*).
bool IsLetterOrDigit(char32_t code_point);

}  // namespace analyzer
