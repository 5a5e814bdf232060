#include "analyzer/extract/libraries.h"

#include <simdjson.h>

namespace analyzer {

std::vector<std::string> ExtractLibraries() {
  return {std::string("simdjson ") + SIMDJSON_STRINGIFY(SIMDJSON_VERSION), "RE2 " RE2_VERSION};
}

}  // namespace analyzer
