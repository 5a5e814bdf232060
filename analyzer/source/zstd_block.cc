#include "analyzer/source/zstd_block.h"

#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <memory>
#include <new>
#include <type_traits>

#include "analyzer/base/per_thread.h"

namespace analyzer {
namespace {

constexpr int kFast = 1;
constexpr size_t kMostBytes = size_t{1} << 32;
constexpr size_t kBytesOfPart = 3;  // a frame's parts are at least as long, and hold 128 KB at most

template <auto kMake, auto kFree>
struct Context {
  struct Free {
    void operator()(auto* context) const { kFree(context); }
  };
  std::unique_ptr<std::remove_pointer_t<decltype(kMake())>, Free> made{kMake()};
};

// Making one costs more than compressing a small block.
ZSTD_CCtx* Compressor() {
  static const PerThread<Context<ZSTD_createCCtx, ZSTD_freeCCtx>> contexts;
  auto* const context = contexts.Get().made.get();
  if (context == nullptr) throw std::bad_alloc();
  return context;
}

ZSTD_DCtx* Decompressor() {
  static const PerThread<Context<ZSTD_createDCtx, ZSTD_freeDCtx>> contexts;
  auto* const context = contexts.Get().made.get();
  if (context == nullptr) throw std::bad_alloc();
  return context;
}

}  // namespace

std::string CompressBlock(std::string_view bytes) {
  std::string block(ZSTD_compressBound(bytes.size()), '\0');
  const size_t size = ZSTD_compressCCtx(Compressor(), block.data(), block.size(), bytes.data(),
                                        bytes.size(), kFast);
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // its only way to fail with enough room
  block.resize(size);
  block.shrink_to_fit();
  return block;
}

std::optional<std::string> DecompressBlock(std::string_view block) {
  const unsigned long long size = ZSTD_getFrameContentSize(block.data(), block.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) return std::nullopt;
  // Memory is taken for what the bytes can hold, not for what they claim.
  if (size > std::min(kMostBytes, block.size() / kBytesOfPart * ZSTD_BLOCKSIZE_MAX))
    return std::nullopt;
  std::string bytes(static_cast<size_t>(size), '\0');
  const size_t got =
      ZSTD_decompressDCtx(Decompressor(), bytes.data(), bytes.size(), block.data(), block.size());
  if (ZSTD_getErrorCode(got) == ZSTD_error_memory_allocation) throw std::bad_alloc();
  if (ZSTD_isError(got) != 0 || got != bytes.size()) return std::nullopt;
  return bytes;
}

}  // namespace analyzer
