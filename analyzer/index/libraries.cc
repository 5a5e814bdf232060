#include "analyzer/index/libraries.h"

#include <sqlite3.h>

namespace analyzer {

std::vector<std::string> IndexLibraries() {
  return {std::string("SQLite ") + sqlite3_libversion()};
}

}  // namespace analyzer
