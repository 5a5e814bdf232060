#pragma once

#include <string_view>

namespace analyzer {

// What the names tell that the client gives to its own files.

// Whether the client made a file as a copy of a batch, by the names of the folders that it is in:
// `batches_to_retry`, `response_nok`, `auth_service_down`, `retry_batches`, `single_failures`.
bool IsInCopyFolder(std::string_view shown);

// Whether the client wrote a file for people to read, by its name.
bool IsForPeople(std::string_view shown);

}  // namespace analyzer
