#pragma once

namespace analyzer {

// The text of schema/index.sql, as it stood when the program was built.
extern const char kIndexSchema[];

}  // namespace analyzer
