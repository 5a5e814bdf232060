#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using Members = std::vector<std::pair<std::string, std::string>>;  // name and bytes

// Bytes of an archive. `format`: tar, zip, or raw (one member, without a name); `filter`: none,
// gzip, bzip2, xz or zstd. Names go in as they are. `password` encrypts a zip.
inline std::string Pack(const std::string& format, const std::string& filter,
                        const Members& members, const std::string& password = "") {
  std::string packed(size_t{1} << 22, '\0');
  size_t used = 0;
  archive* out = ::archive_write_new();
  const auto check = [&](int code) {
    if (code < ARCHIVE_WARN) throw std::runtime_error(::archive_error_string(out));
  };
  check(::archive_write_set_format_by_name(out, format == "tar" ? "ustar" : format.c_str()));
  if (filter != "none") check(::archive_write_add_filter_by_name(out, filter.c_str()));
  if (!password.empty()) {
    check(::archive_write_set_options(out, "zip:encryption=traditional"));
    check(::archive_write_set_passphrase(out, password.c_str()));
  }
  check(::archive_write_set_bytes_in_last_block(out, 1));
  check(::archive_write_open_memory(out, packed.data(), packed.size(), &used));
  for (const auto& [name, bytes] : members) {
    archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, name.c_str());
    ::archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_entry_set_perm(entry, 0600);
    check(::archive_write_header(out, entry));
    if (!bytes.empty())
      check(static_cast<int>(::archive_write_data(out, bytes.data(), bytes.size())));
    ::archive_entry_free(entry);
  }
  check(::archive_write_close(out));
  ::archive_write_free(out);
  packed.resize(used);
  return packed;
}

inline std::string Compress(const std::string& filter, const std::string& bytes) {
  return Pack("raw", filter, {{"", bytes}});
}
