#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace chestlens {

/// What of a film is no lung, or all of its greys without their places.
enum class Trait : std::uint8_t { border, text, sharpness, brightness, file, histogram };
inline constexpr std::array<Trait, 6> traits{Trait::border,     Trait::text, Trait::sharpness,
                                             Trait::brightness, Trait::file, Trait::histogram};

struct TraitInfo {
  std::string_view name;     // "border"
  std::string_view meaning;  // "the outer 10 % of the film, where little or no lung is"
  bool is_free_of_disease;   // false: lungs are part of it, so that it convicts of nothing
};
const TraitInfo& trait_info(Trait trait);

/// What an audit's test asks about, for people: "border only, the network" -> "the border", "films
/// offer text" -> "text and markers", "recall by source" -> "sources".
std::string trait_in_words(std::string_view test);

/// What that is, "the outer 10 % of the film, where little or no lung is"; "" of an unknown test.
std::string trait_meaning(std::string_view test);

}  // namespace chestlens
