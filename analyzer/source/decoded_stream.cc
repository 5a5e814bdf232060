#include "analyzer/source/decoded_stream.h"

namespace analyzer {
namespace {

constexpr size_t kInput = size_t{1} << 16;
constexpr size_t kMagic = 10;  // bytes that tell the kind of a compressed stream

}  // namespace

DecodedStream::DecodedStream(ArchiveKind kind, ByteStream* from, Expansion* expansion, size_t layer)
    : kind_(kind),
      from_(from),
      expansion_(expansion),
      layer_(layer),
      decoder_(Decoder::Make(kind)) {}

bool DecodedStream::Fill(size_t size) {
  if (buffer_.size() - at_ < size) {
    buffer_.erase(0, at_);
    at_ = 0;
    const size_t had = buffer_.size();
    buffer_.resize(had + kInput);
    buffer_.resize(had + from_->Read(buffer_.data() + had, kInput));
  }
  return buffer_.size() - at_ >= size;
}

size_t DecodedStream::ReadSome(char* to, size_t size) {
  while (!done_) {
    // Without more bytes a decoder may still hold some that it had no room for.
    const bool any = Fill(1);
    DecoderBuffers buffers{buffer_.data() + at_, buffer_.size() - at_, to, size};
    const Decoder::State state = decoder_->Step(&buffers);
    const size_t in = buffer_.size() - at_ - buffers.in_size;
    const size_t out = size - buffers.out_size;
    at_ += in;
    if (state == Decoder::State::kCorrupt) {
      SetDamage(Damage::Kind::kCorrupt, "its compressed bytes are damaged");
      done_ = true;
    } else if (state == Decoder::State::kEnd) {
      done_ = !BeginNext();
    } else if (!any && out == 0) {
      SetDamage(Damage::Kind::kCut, "it is cut off");
      done_ = true;
    }
    if (!expansion_->Add(layer_, out)) done_ = true;
    if (out > 0) return out;
  }
  return 0;
}

bool DecodedStream::BeginNext() {
  // Padding between and behind streams.
  while (Fill(1) && buffer_[at_] == '\0') ++at_;
  if (!Fill(1)) return false;
  Fill(kMagic);
  if (ArchiveKindOf(std::string_view(buffer_).substr(at_)) != kind_) {
    SetDamage(Damage::Kind::kCut, "bytes that are not compressed follow, and are not read");
    return false;
  }
  decoder_ = Decoder::Make(kind_);
  return true;
}

}  // namespace analyzer
