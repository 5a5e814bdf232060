#include "analyzer/base/memory_limit.h"

#include <malloc.h>

namespace analyzer {
namespace {

MemoryLimit limit_of_process;

}  // namespace

const MemoryLimit& Memory() { return limit_of_process; }

void SetMemory(const MemoryLimit& limit) { limit_of_process = limit; }

void GiveBackMemory() { malloc_trim(0); }

}  // namespace analyzer
