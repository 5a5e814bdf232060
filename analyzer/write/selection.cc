#include "analyzer/write/selection.h"

#include <fnmatch.h>

namespace analyzer {

bool IsNamed(const std::string& file, std::string name) {
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  return file == name || file.ends_with("/" + name) || file.starts_with(name + "/") ||
         file.find("/" + name + "/") != std::string::npos ||
         fnmatch(name.c_str(), file.c_str(), 0) == 0 ||
         fnmatch(("*/" + name).c_str(), file.c_str(), 0) == 0;
}

}  // namespace analyzer
