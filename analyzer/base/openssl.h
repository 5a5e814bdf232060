#pragma once

namespace analyzer {

// To be called before the first call of OpenSSL that looks an algorithm up, any number of times and
// from any thread. Throws std::bad_alloc where OpenSSL cannot have the memory of its own state:
// OpenSSL 3.0 itself does not look whether it got it, and its calls crash from then on.
void PrepareOpenSsl();

}  // namespace analyzer
