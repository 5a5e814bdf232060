#pragma once

#include <cstddef>
#include <string>

namespace analyzer {

// Bytes of a page of an index, and what at its end is its seal: the XXH3 hash (64 bits, in the
// order of the machine) of all bytes before it, with the page's number, from 1, as the seed.
inline constexpr size_t kPageBytes = 4096;
inline constexpr size_t kSealBytes = 8;

// The name of a way to files (VFS) for SQLite, on which each page of a database is sealed when it
// is written, and held against its seal when it is read: SQLite itself notices few of the bytes
// that change on a disk. A page that does not fit its seal ends the statement in SQLITE_IOERR_DATA.
// The database must have pages of kPageBytes with kSealBytes reserved (SQLITE_FCNTL_RESERVE_BYTES);
// any SQLite can read it, and what another one writes has no seal. There is no WAL and no mapping
// into memory. Temporary files and journals are as they always are. Throws std::bad_alloc where
// SQLite has no memory.
const char* SealedPages();

// Which page of which file did not fit its seal, the last one that this thread read and did not ask
// for yet; empty where all did. SQLite does not always tell SQLITE_IOERR_DATA from other such
// errors.
std::string TakeUnsealedPage();

}  // namespace analyzer
