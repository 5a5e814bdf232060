#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"

namespace analyzer {

// What opens doors, wherever it stands in a text:
// - the value behind a name in which one of these words is, in any case: authorization, passport,
//   password, passwd, pwd, passphrase, secret, token, cookie, credential, session id, jwt, or the
//   key of an API, account, access, subscription, function, signature: `NAME: VALUE`, `NAME=VALUE`
//   (also as `%3D`), in JSON (also escaped in another text), in Python's form, in XML. Of the
//   headers among these, the rest of the line; of an object or a list, each value in it;
// - what follows `Bearer`; what follows `Basic` and can be its BASE64;
// - a JSON Web Token by itself; a long word of letters and digits right behind such a name;
// - in a URL, what is before `@`, and parameters named key, sig, signature, auth, code, pass, sid.
// null, true, false and what is masked already are none. Spans are in the order of the text, and do
// not overlap.
std::vector<Span> FindSecrets(std::string_view text);

// `text` with each secret replaced by `***`. What has none is given back as it is, at the cost of
// one look at it.
std::string MaskSecrets(std::string_view text);

}  // namespace analyzer
