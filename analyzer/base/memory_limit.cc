#include "analyzer/base/memory_limit.h"

namespace analyzer {
namespace {

MemoryLimit limit_of_process;

}  // namespace

const MemoryLimit& Memory() { return limit_of_process; }

void SetMemory(const MemoryLimit& limit) { limit_of_process = limit; }

}  // namespace analyzer
