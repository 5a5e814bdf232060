#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace analyzer {

// Takes a piece of a text that is written from its begin to its end. The view lives for the call.
using TextSink = std::function<void(std::string_view)>;

// JSON that may stand in a script element: the same values, and no text in it can end the element
// or begin a comment there.
std::string JsonForScript(std::string_view json);

// Passes on `form` with each `{{NAME}}` in it replaced by what `fill` passes on for NAME.
void FillForm(std::string_view form, const TextSink& out,
              const std::function<void(std::string_view name)>& fill);

// A Content-Security-Policy under which a page may run this one script and use this one style
// sheet, and nothing else: it fetches nothing, sends nothing, and makes no elements out of text.
std::string PagePolicy(std::string_view script, std::string_view style);

}  // namespace analyzer
