#pragma once

#include <string>
#include <string_view>

namespace chestlens {

/// The text as a terminal may show it: control characters, line breaks among them, what turns the
/// direction of writing, and bytes that are not UTF-8 as \n, \x1b or \u202e; those in `kept` stay.
std::string visible_text(std::string_view text, std::string_view kept = {});

}  // namespace chestlens
