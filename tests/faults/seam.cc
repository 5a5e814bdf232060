// A library that stands between a program and the calls by which it reads and changes files
// (LD_PRELOAD): it counts them, and lets one of them go wrong. What it is to do stands in the
// environment:
//
//   SEAM_LOG     a file; a line a call: its number, its name, the path
//   SEAM_CALLS   which calls count: `change` (default), `read`, `memory`, or names of calls with
//                commas between them
//   SEAM_PATH    only calls on files in whose path this stands count; of `memory`, only what a
//                library (or program) asks for in whose path this stands
//   SEAM_AT      the number of the call, from 1, at which
//   SEAM_DO      this is done: `kill` (before the call), `kill-after`, `stop` (SIGSTOP before it),
//   or
//                an errno by its number, with a `+` behind it for all calls from there on. Without
//                SEAM_AT: `short` and `half`, all reads and writes do one byte, or half, or
//                `interrupt`, each second one is interrupted (EINTR)
//   SEAM_NO_EXCHANGE  where it is set, two folders cannot be exchanged in one step (EINVAL), as on
//                some file systems
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace {

enum class Group { kChange, kRead, kMemory };

struct Plan {
  Plan() {
    const auto text = [](const char* name, const char* otherwise) {
      const char* const value = ::getenv(name);
      return value == nullptr ? otherwise : value;
    };
    log = text("SEAM_LOG", "");
    calls = text("SEAM_CALLS", "change");
    path = text("SEAM_PATH", "");
    at = ::atol(text("SEAM_AT", "0"));
    what = text("SEAM_DO", "");
    error = ::atoi(what.data());
    on = what.ends_with('+');
    names_askers = calls == "memory" && (*path != '\0' || *log != '\0');
    if (*log != '\0') {
      log_file = static_cast<int>(
          ::syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    }
    ready = true;
  }

  const char* log;
  std::string_view calls;
  const char* path;
  long at;
  std::string_view what;
  int error;
  bool on;
  bool names_askers;
  bool no_exchange = ::getenv("SEAM_NO_EXCHANGE") != nullptr;
  int log_file = -1;
  bool ready = false;
};

std::atomic<long> count = 0;
std::atomic<long> turn = 0;

// What is called before the library's own objects are made does not count.
bool loaded = false;
const Plan& ThePlan() {
  static const Plan plan;
  return plan;
}
__attribute__((constructor)) void Load() { loaded = ThePlan().ready; }

bool Counts(std::string_view name, Group group) {
  std::string_view calls = ThePlan().calls;
  if (calls == "change") return group == Group::kChange;
  if (calls == "read") return group == Group::kRead;
  if (calls == "memory") return group == Group::kMemory;
  while (!calls.empty()) {
    const std::string_view first = calls.substr(0, calls.find(','));
    if (first == name) return true;
    calls.remove_prefix(std::min(first.size() + 1, calls.size()));
  }
  return false;
}

// The path of an open file, in `to`.
const char* PathOf(int descriptor, char (&to)[4096]) {
  char link[64];
  ::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const long size = ::syscall(SYS_readlinkat, AT_FDCWD, link, to, sizeof to - 1);
  to[size < 0 ? 0 : size] = '\0';
  return to;
}

// Who asks for memory: where in the code its call returns to.
struct Asker {
  void* place;

  // Of the program itself: empty.
  const char* Path() const {
    dl_find_object found;
    const bool named = ThePlan().names_askers && ::_dl_find_object(place, &found) == 0;
    return named ? found.dlfo_link_map->l_name : "";
  }
};

void Log(long number, const char* name, const char* path) {
  if (ThePlan().log_file < 0) return;
  char line[4200];
  const int size = ::snprintf(line, sizeof line, "%ld %s %s\n", number, name, path);
  ::syscall(SYS_write, ThePlan().log_file, line, std::min<size_t>(size, sizeof line - 1));
}

[[noreturn]] void Die() {
  while (true) ::syscall(SYS_kill, ::getpid(), SIGKILL);
}

// Around one call. Where `fails`, it is not made, and errno is set.
class Call {
 public:
  Call(const char* name, Group group, const char* path) {
    if (!loaded || !Counts(name, group)) return;
    const Plan& plan = ThePlan();
    if (*plan.path != '\0' && ::strstr(path, plan.path) == nullptr) return;
    const long number = ++count;
    Log(number, name, path);
    const bool now = number == plan.at;
    if (now && plan.what == "kill") Die();
    if (now && plan.what == "stop") ::syscall(SYS_kill, ::getpid(), SIGSTOP);
    dies_ = now && plan.what == "kill-after";
    fails_ = plan.error > 0 && plan.at > 0 && (now || (plan.on && number > plan.at));
    if (fails_) errno = plan.error;
  }
  Call(const char* name, Group group, int descriptor)
      : Call(name, group, PathOf(descriptor, path_)) {}
  Call(const char* name, Asker asker) : Call(name, Group::kMemory, loaded ? asker.Path() : "") {}
  ~Call() {
    if (dies_) Die();
  }
  bool fails() const { return fails_; }

 private:
  static thread_local char path_[4096];
  bool dies_ = false;
  bool fails_ = false;
};
thread_local char Call::path_[4096];

// How much of what a read or write was asked for it does; 0: it is interrupted.
size_t Part(size_t size) {
  const std::string_view what = loaded ? ThePlan().what : "";
  if (what == "short") return std::min<size_t>(size, 1);
  if (what == "half") return (size + 1) / 2;
  if (what == "interrupt" && turn++ % 2 == 0 && size > 0) return 0;
  return std::max<size_t>(size, what == "interrupt" ? 1 : 0);
}

bool IsInterrupted(size_t asked, size_t part) { return asked > 0 && part == 0; }

template <typename Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

Group GroupOf(int flags) {
  const bool reads = (flags & O_ACCMODE) == O_RDONLY && (flags & (O_CREAT | O_TRUNC)) == 0;
  return reads ? Group::kRead : Group::kChange;
}

bool TakesMode(int flags) { return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE; }

}  // namespace

#define NEXT(name) static auto* const next = Next<decltype(::name)>(#name)

// A function that is passed on as it is, where the call does not fail.
#define PASS(type, name, group, key, failure, parameters, arguments) \
  type name parameters {                                             \
    NEXT(name);                                                      \
    const Call call(#name, Group::group, key);                       \
    return call.fails() ? (failure) : next arguments;                \
  }

#define OPEN(name, parameters, key, arguments, before) \
  int name parameters {                                \
    static auto* const next = Next<int before>(#name); \
    mode_t mode = 0;                                   \
    if (TakesMode(flags)) {                            \
      va_list rest;                                    \
      va_start(rest, flags);                           \
      mode = va_arg(rest, mode_t);                     \
      va_end(rest);                                    \
    }                                                  \
    const Call call("open", GroupOf(flags), key);      \
    return call.fails() ? -1 : next arguments;         \
  }

// A read or write that may do a part.
#define MOVE(type, name, group, key, parameters, arguments) \
  type name parameters {                                    \
    NEXT(name);                                             \
    const Call call(#name, Group::group, key);              \
    if (call.fails()) return -1;                            \
    const size_t part = key > 2 ? Part(size) : size;        \
    if (IsInterrupted(size, part)) {                        \
      errno = EINTR;                                        \
      return -1;                                            \
    }                                                       \
    return next arguments;                                  \
  }

extern "C" {

OPEN(open, (const char* path, int flags, ...), path, (path, flags, mode), (const char*, int, ...))
OPEN(open64, (const char* path, int flags, ...), path, (path, flags, mode), (const char*, int, ...))
OPEN(openat, (int folder, const char* path, int flags, ...), path, (folder, path, flags, mode),
     (int, const char*, int, ...))
OPEN(openat64, (int folder, const char* path, int flags, ...), path, (folder, path, flags, mode),
     (int, const char*, int, ...))
PASS(int, creat, kChange, path, -1, (const char* path, mode_t mode), (path, mode))
PASS(FILE*, fopen, kRead, path, nullptr, (const char* path, const char* mode), (path, mode))
PASS(FILE*, fopen64, kRead, path, nullptr, (const char* path, const char* mode), (path, mode))
PASS(DIR*, opendir, kRead, path, nullptr, (const char* path), (path))
PASS(int, mkstemp, kChange, path, -1, (char* path), (path))
PASS(int, mkostemp, kChange, path, -1, (char* path, int flags), (path, flags))
PASS(int, mkostemp64, kChange, path, -1, (char* path, int flags), (path, flags))
PASS(char*, mkdtemp, kChange, path, nullptr, (char* path), (path))

MOVE(ssize_t, read, kRead, file, (int file, void* to, size_t size), (file, to, part))
MOVE(ssize_t, pread, kRead, file, (int file, void* to, size_t size, off_t at), (file, to, part, at))
MOVE(ssize_t, pread64, kRead, file, (int file, void* to, size_t size, off64_t at),
     (file, to, part, at))
MOVE(ssize_t, write, kChange, file, (int file, const void* from, size_t size), (file, from, part))
MOVE(ssize_t, pwrite, kChange, file, (int file, const void* from, size_t size, off_t at),
     (file, from, part, at))
MOVE(ssize_t, pwrite64, kChange, file, (int file, const void* from, size_t size, off64_t at),
     (file, from, part, at))
PASS(ssize_t, readv, kRead, file, -1, (int file, const iovec* to, int count), (file, to, count))
PASS(ssize_t, writev, kChange, file, -1, (int file, const iovec* from, int count),
     (file, from, count))
PASS(ssize_t, sendfile, kChange, to, -1, (int to, int from, off_t* at, size_t size),
     (to, from, at, size))
PASS(ssize_t, sendfile64, kChange, to, -1, (int to, int from, off64_t* at, size_t size),
     (to, from, at, size))
PASS(ssize_t, copy_file_range, kChange, to, -1,
     (int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags),
     (from, from_at, to, to_at, size, flags))

PASS(int, rename, kChange, to, -1, (const char* from, const char* to), (from, to))
PASS(int, renameat, kChange, to, -1,
     (int from_folder, const char* from, int to_folder, const char* to),
     (from_folder, from, to_folder, to))
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  NEXT(renameat2);
  const Call call("renameat2", Group::kChange, to);
  if (call.fails()) return -1;
  if (flags != RENAME_EXCHANGE || !ThePlan().no_exchange)
    return next(from_folder, from, to_folder, to, flags);
  errno = EINVAL;
  return -1;
}
PASS(int, link, kChange, to, -1, (const char* from, const char* to), (from, to))
PASS(int, linkat, kChange, to, -1,
     (int from_folder, const char* from, int to_folder, const char* to, int flags),
     (from_folder, from, to_folder, to, flags))
PASS(int, symlink, kChange, to, -1, (const char* from, const char* to), (from, to))
PASS(int, unlink, kChange, path, -1, (const char* path), (path))
PASS(int, unlinkat, kChange, path, -1, (int folder, const char* path, int flags),
     (folder, path, flags))
PASS(int, remove, kChange, path, -1, (const char* path), (path))
PASS(int, mkdir, kChange, path, -1, (const char* path, mode_t mode), (path, mode))
PASS(int, mkdirat, kChange, path, -1, (int folder, const char* path, mode_t mode),
     (folder, path, mode))
PASS(int, rmdir, kChange, path, -1, (const char* path), (path))

PASS(int, fsync, kChange, file, -1, (int file), (file))
PASS(int, fdatasync, kChange, file, -1, (int file), (file))
PASS(int, syncfs, kChange, file, -1, (int file), (file))
PASS(int, ftruncate, kChange, file, -1, (int file, off_t size), (file, size))
PASS(int, ftruncate64, kChange, file, -1, (int file, off64_t size), (file, size))
PASS(int, posix_fallocate, kChange, file, errno, (int file, off_t at, off_t size), (file, at, size))
PASS(int, fchmod, kChange, file, -1, (int file, mode_t mode), (file, mode))
PASS(int, fchmodat, kChange, path, -1, (int folder, const char* path, mode_t mode, int flags),
     (folder, path, mode, flags))
PASS(int, chmod, kChange, path, -1, (const char* path, mode_t mode), (path, mode))
PASS(int, fchown, kChange, file, -1, (int file, uid_t user, gid_t group), (file, user, group))
PASS(int, chown, kChange, path, -1, (const char* path, uid_t user, gid_t group),
     (path, user, group))
PASS(int, utimensat, kChange, path, -1,
     (int folder, const char* path, const timespec* times, int flags), (folder, path, times, flags))
PASS(int, futimens, kChange, file, -1, (int file, const timespec* times), (file, times))

PASS(int, stat, kRead, path, -1, (const char* path, struct stat* to), (path, to))
PASS(int, stat64, kRead, path, -1, (const char* path, struct stat64* to), (path, to))
PASS(int, lstat, kRead, path, -1, (const char* path, struct stat* to), (path, to))
PASS(int, fstat, kRead, file, -1, (int file, struct stat* to), (file, to))
PASS(int, fstat64, kRead, file, -1, (int file, struct stat64* to), (file, to))

// A mapping of a file reads it; one of nothing is memory.
void* mmap(void* place, size_t size, int protection, int flags, int file, off_t at) {
  NEXT(mmap);
  const Call call("mmap", file < 0 ? Group::kMemory : Group::kRead, file);
  return call.fails() ? MAP_FAILED : next(place, size, protection, flags, file, at);
}
void* mmap64(void* place, size_t size, int protection, int flags, int file, off64_t at) {
  NEXT(mmap64);
  const Call call("mmap", file < 0 ? Group::kMemory : Group::kRead, file);
  return call.fails() ? MAP_FAILED : next(place, size, protection, flags, file, at);
}

// What is written is there only once it is closed without an error.
int close(int file) {
  NEXT(close);
  const bool written = loaded && (::fcntl(file, F_GETFL) & O_ACCMODE) != O_RDONLY;
  const Call call("close", written ? Group::kChange : Group::kRead, file);
  const int result = next(file);
  return call.fails() ? -1 : result;
}

#define ASKER (Asker{__builtin_return_address(0)})

void* __libc_malloc(size_t size);
void* __libc_realloc(void* old, size_t size);
void* __libc_calloc(size_t number, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void* malloc(size_t size) {
  const Call call("malloc", ASKER);
  return call.fails() ? nullptr : __libc_malloc(size);
}
void* realloc(void* old, size_t size) {
  const Call call("realloc", ASKER);
  return call.fails() ? nullptr : __libc_realloc(old, size);
}
void* calloc(size_t number, size_t size) {
  const Call call("calloc", ASKER);
  return call.fails() ? nullptr : __libc_calloc(number, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
  const Call call("aligned_alloc", ASKER);
  return call.fails() ? nullptr : __libc_memalign(alignment, size);
}
int posix_memalign(void** to, size_t alignment, size_t size) {
  const Call call("posix_memalign", ASKER);
  void* const place = call.fails() ? nullptr : __libc_memalign(alignment, size);
  if (place == nullptr) return ENOMEM;
  *to = place;
  return 0;
}

}  // extern "C"
