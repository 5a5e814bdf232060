#pragma once

#include <string>
#include <string_view>

namespace analyzer {

// `text` with what opens doors replaced by `***`: what follows `Bearer` or `Basic`; the values of
// fields and headers named like a password, secret, token, key of an API, cookie, authorization or
// passport, in JSON (also escaped in another text), in Python's form, or as `NAME: VALUE`.
std::string MaskSecrets(std::string_view text);

}  // namespace analyzer
