#include "analyzer/source/libraries.h"

#include <archive.h>
#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

namespace analyzer {

std::vector<std::string> SourceLibraries() {
  const std::string archive = archive_version_string();  // `libarchive 3.6.2`
  const std::string bzip2 = BZ2_bzlibVersion();          // `1.0.8, 13-Jul-2019`
  return {archive, std::string("zlib ") + zlibVersion(),
          "bzip2 " + bzip2.substr(0, bzip2.find(',')), std::string("lzma ") + lzma_version_string(),
          std::string("zstd ") + ZSTD_versionString()};
}

}  // namespace analyzer
