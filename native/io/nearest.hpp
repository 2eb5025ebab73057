#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Insertions, deletions, replacements and swaps of neighbours that make one text of the other,
/// where the case of letters does not count (optimal string alignment).
std::size_t edit_distance(std::string_view one, std::string_view other);

/// The known word that `word` is likely to be a slip of, if there is one.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

/// "; did you mean train?" to end a message with, or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace chestlens
