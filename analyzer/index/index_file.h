#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/index/database.h"

namespace analyzer {

// What an index is told by, as in schema/index.sql.
inline constexpr uint32_t kApplicationId = 1768845409;
inline constexpr uint32_t kVersion = 5;

// Whether something is there that may be an index: an empty file is nothing.
bool IsThere(const std::filesystem::path& path);

// Whether the file may make way for an index: an index, of whatever version up to this, be it
// damaged. The error names what it is instead. SQLite does not open it.
Status CheckReplaceable(const std::filesystem::path& path);

// The same for one that is to be read: one of this version. Throws std::runtime_error
// (DamagedIndex) where it is an index of this version that is damaged, as far as its head tells.
Status CheckReadable(const std::filesystem::path& path);

// Throws std::runtime_error where the database does not hold the tables and views of an index, or
// other ones or triggers as well: another program worked on it.
void CheckSchema(Database* database, const std::filesystem::path& path);

// Tells that the index is damaged, why, and what to do.
std::string DamagedIndex(std::string_view path, std::string_view why);

}  // namespace analyzer
