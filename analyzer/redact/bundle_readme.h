#pragma once

#include <filesystem>
#include <string>

#include "analyzer/redact/bundle_files.h"

namespace analyzer {

inline constexpr char kBundleReadme[] = "README.md";

// What a bundle says of itself: what it is, how to use it, what was replaced and what was kept.
std::string BundleReadme(const BundledFiles& written, bool key_kept);

// Whether a folder is a bundle: by the first line of its README.md.
bool IsBundle(const std::filesystem::path& folder);

}  // namespace analyzer
