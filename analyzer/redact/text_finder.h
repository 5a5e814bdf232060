#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/redact/escaped_run.h"
#include "analyzer/redact/key_context.h"
#include "analyzer/redact/number_shapes.h"
#include "analyzer/redact/text_redactor.h"

namespace analyzer {

// One text's way through TextRedactor: goes from one word or number to the next, and tells what is
// to stand in its place. What numbers are is told in number_finder.cc, what words that are not
// plain ASCII are in escaped_finder.cc.
class TextFinder {
 public:
  TextFinder(std::string_view text, bool all, WordRedactor* words, const TakeEdit& take)
      : text_(text),
        all_(all),
        words_(*words),
        take_(take),
        known_(words->known()),
        context_(text) {}

  void Run() {
    while (at_ < text_.size()) Step();
  }

 private:
  // Characters [first, last) of a run: letters and digits between others.
  struct Part {
    size_t first = 0;
    size_t last = 0;
    Span bytes;           // of what is decoded
    bool remnant = true;  // may be one of what went through a wrong code page
  };

  // Each of these takes what stands at at_, and moves at_ behind it.
  void Step();
  void TakeBackslashes();
  void TakeRun();
  void TakeAscii(size_t end);
  void TakeDigits(size_t end);
  // False: no such thing stands there, and nothing was taken.
  bool TakeDate();
  bool TakeSpans(const std::vector<Span>& digits);
  // What is spelled with escapes, or holds what is no ASCII.
  void TakeEscaped(const EscapedRun& run);
  void TakePart(const EscapedRun& run, const Part& part);
  // What stands behind a word that names a secret, and the word itself was taken.
  bool TakeSecret(std::string_view word);

  // Where an email begins, notes its end: all in it is replaced.
  void NoteEmail();
  // Puts a text in the place of a span; Replace makes a domain nobody's, too.
  void Put(Span span, std::string_view text);
  void Replace(Span span, std::string text);
  void EndWord(size_t end);
  // Whether the digits from at_ to `end` are those behind a name: `ANNA TEST-1234`.
  bool IsTail(size_t end) const;
  // Whether a date is one of the import, and nobody's birthday.
  bool StaysAsDate(const DateShape& shape, Strictness strictness) const;
  char Before() const { return at_ == 0 ? ' ' : text_[at_ - 1]; }
  Strictness strictness() const {
    return all_ || at_ < email_end_ ? Strictness::kAll : context_.strictness(at_);
  }

  std::string_view text_;
  bool all_;
  WordRedactor& words_;
  const TakeEdit& take_;
  const Known& known_;
  KeyContext context_;
  size_t at_ = 0;
  size_t email_end_ = 0;   // of the last email
  size_t escape_end_ = 0;  // of the last escape of a mark or a line break
  size_t word_end_ = 0;    // of the last run that held a letter
  std::string last_word_;
};

}  // namespace analyzer
