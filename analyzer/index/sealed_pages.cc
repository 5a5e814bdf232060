#include "analyzer/index/sealed_pages.h"

#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <new>
#include <set>

#include "analyzer/base/hash.h"

namespace analyzer {
namespace {

constexpr char kName[] = "import-analyzer-sealed";

// What TakeUnsealedPage gives. Plain bytes, as it is written below SQLite, where nothing may throw.
thread_local char unsealed_page[4200] = "";

sqlite3_vfs* System() { return sqlite3_vfs_find(nullptr); }

uint64_t SealOf(const char* page, int64_t number) {
  return Hash64({page, kPageBytes - kSealBytes}, static_cast<uint64_t>(number));
}

// SQLite makes room for this; the system's own file lies behind it.
struct SealedFile {
  sqlite3_file base;
  const char* path;
  // Pages before the end that were not written yet: SQLite leaves those out that nothing is in.
  // They would be zeros, as a page is that a disk lost.
  std::set<int64_t>* holes;
  int64_t pages;

  sqlite3_file* system() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

SealedFile* Of(sqlite3_file* file) { return reinterpret_cast<SealedFile*>(file); }
sqlite3_file* SystemOf(sqlite3_file* file) { return Of(file)->system(); }

bool IsPage(int size, sqlite3_int64 at) {
  return static_cast<size_t>(size) == kPageBytes && static_cast<size_t>(at) % kPageBytes == 0;
}

int64_t PageAt(sqlite3_int64 at) { return at / static_cast<int64_t>(kPageBytes) + 1; }

int WritePage(SealedFile* file, const void* bytes, int64_t number) {
  char page[kPageBytes];
  std::memcpy(page, bytes, kPageBytes - kSealBytes);
  const uint64_t seal = SealOf(page, number);
  std::memcpy(page + kPageBytes - kSealBytes, &seal, kSealBytes);
  return file->system()->pMethods->xWrite(file->system(), page, kPageBytes,
                                          (number - 1) * static_cast<int64_t>(kPageBytes));
}

int FillHoles(SealedFile* file) {
  static constexpr char kZeros[kPageBytes] = {};
  while (!file->holes->empty()) {
    if (const int code = WritePage(file, kZeros, *file->holes->begin()); code != SQLITE_OK)
      return code;
    file->holes->erase(file->holes->begin());
  }
  return SQLITE_OK;
}

int Read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
  const int code = SystemOf(file)->pMethods->xRead(SystemOf(file), bytes, size, at);
  if (code != SQLITE_OK || !IsPage(size, at)) return code;
  uint64_t seal = 0;
  const char* const page = static_cast<const char*>(bytes);
  std::memcpy(&seal, page + kPageBytes - kSealBytes, kSealBytes);
  if (seal == SealOf(page, PageAt(at))) return SQLITE_OK;
  std::snprintf(unsealed_page, sizeof unsealed_page, "page %lld of %s is not as it was written",
                static_cast<long long>(PageAt(at)), Of(file)->path);
  return SQLITE_IOERR_DATA;
}

int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  if (!IsPage(size, at)) return SystemOf(file)->pMethods->xWrite(SystemOf(file), bytes, size, at);
  SealedFile* const sealed = Of(file);
  const int64_t number = PageAt(at);
  const int code = WritePage(sealed, bytes, number);
  if (code != SQLITE_OK) return code;
  sealed->holes->erase(number);
  try {
    for (; sealed->pages < number; ++sealed->pages)
      if (sealed->pages + 1 < number) sealed->holes->insert(sealed->pages + 1);
  } catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
  }
  return SQLITE_OK;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  SealedFile* const sealed = Of(file);
  sealed->pages = size / static_cast<int64_t>(kPageBytes);
  sealed->holes->erase(sealed->holes->upper_bound(sealed->pages), sealed->holes->end());
  return sealed->system()->pMethods->xTruncate(sealed->system(), size);
}

int Close(sqlite3_file* file) {
  delete Of(file)->holes;
  return SystemOf(file)->pMethods->xClose(SystemOf(file));
}

int Sync(sqlite3_file* file, int flags) {
  return SystemOf(file)->pMethods->xSync(SystemOf(file), flags);
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return SystemOf(file)->pMethods->xFileSize(SystemOf(file), size);
}

int Lock(sqlite3_file* file, int level) {
  return SystemOf(file)->pMethods->xLock(SystemOf(file), level);
}

int Unlock(sqlite3_file* file, int level) {
  return SystemOf(file)->pMethods->xUnlock(SystemOf(file), level);
}

int CheckReservedLock(sqlite3_file* file, int* locked) {
  return SystemOf(file)->pMethods->xCheckReservedLock(SystemOf(file), locked);
}

int FileControl(sqlite3_file* file, int operation, void* argument) {
  if (operation == SQLITE_FCNTL_COMMIT_PHASETWO) {
    if (const int code = FillHoles(Of(file)); code != SQLITE_OK) return code;
  }
  return SystemOf(file)->pMethods->xFileControl(SystemOf(file), operation, argument);
}

int SectorSize(sqlite3_file* file) { return SystemOf(file)->pMethods->xSectorSize(SystemOf(file)); }

int DeviceCharacteristics(sqlite3_file* file) {
  return SystemOf(file)->pMethods->xDeviceCharacteristics(SystemOf(file));
}

// Version 1: without shared memory (WAL) and mapping.
constexpr sqlite3_io_methods kMethods = {1,
                                         Close,
                                         Read,
                                         Write,
                                         Truncate,
                                         Sync,
                                         FileSize,
                                         Lock,
                                         Unlock,
                                         CheckReservedLock,
                                         FileControl,
                                         SectorSize,
                                         DeviceCharacteristics,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr};

int Open(sqlite3_vfs* /*vfs*/, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  sqlite3_vfs* const system = System();
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
    return system->xOpen(system, path, file, flags, flags_out);
  auto* const sealed = new (file) SealedFile{};
  const int code = system->xOpen(system, path, sealed->system(), flags, flags_out);
  if (code != SQLITE_OK) return code;
  sqlite3_int64 size = 0;
  sealed->system()->pMethods->xFileSize(sealed->system(), &size);
  sealed->pages = size / static_cast<int64_t>(kPageBytes);
  sealed->path = path;
  sealed->holes = new (std::nothrow) std::set<int64_t>;
  if (sealed->holes == nullptr) {
    sealed->system()->pMethods->xClose(sealed->system());
    return SQLITE_NOMEM;
  }
  sealed->base.pMethods = &kMethods;
  return SQLITE_OK;
}

bool Register() {
  const sqlite3_vfs* const system = System();
  if (system == nullptr) throw std::bad_alloc();
  static sqlite3_vfs vfs = *system;
  vfs.szOsFile += static_cast<int>(sizeof(SealedFile));
  vfs.pNext = nullptr;
  vfs.zName = kName;
  vfs.xOpen = Open;
  if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) throw std::bad_alloc();
  return true;
}

}  // namespace

const char* SealedPages() {
  static const bool registered = Register();
  (void)registered;
  return kName;
}

std::string TakeUnsealedPage() {
  std::string page = unsealed_page;
  unsealed_page[0] = '\0';
  return page;
}

}  // namespace analyzer
