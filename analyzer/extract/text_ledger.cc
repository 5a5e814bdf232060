#include "analyzer/extract/text_ledger.h"

#include "analyzer/base/unicode.h"

namespace analyzer {

void TextLedger::Reach(size_t end, TextKind kind) {
  if (end <= reached_) return;
  if (kind != TextKind::kNotUnderstood) return Add(end, kind);
  const std::string_view rest = text_.substr(reached_, end - reached_);
  const std::string_view words = Trim(rest);
  if (words.empty()) return Add(end, TextKind::kBlank);
  const auto begin = static_cast<size_t>(words.data() - text_.data());
  Add(begin, TextKind::kBlank);
  Add(begin + words.size(), TextKind::kNotUnderstood);
  Add(end, TextKind::kBlank);
}

void TextLedger::Finish() {
  Reach(text_.size(), TextKind::kNotUnderstood);
  Tell();
}

void TextLedger::Tell() {
  if (told_ < reached_) sink_->OnText(kind_, {told_, reached_});
  told_ = reached_;
}

void TextLedger::Add(size_t end, TextKind kind) {
  if (end == reached_) return;
  if (kind != kind_) Tell();
  kind_ = kind;
  reached_ = end;
}

}  // namespace analyzer
