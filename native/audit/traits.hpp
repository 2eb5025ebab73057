#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/preprocess.hpp>
#include <chestlens/region.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace chestlens {

/// What of a film is no lung, or all of its greys without their places.
enum class Trait : std::uint8_t { border, text, sharpness, brightness, file, histogram };
inline constexpr std::array<Trait, 6> traits{Trait::border,     Trait::text, Trait::sharpness,
                                             Trait::brightness, Trait::file, Trait::histogram};

struct TraitInfo {
  std::string_view name;     // "border"
  std::string_view meaning;  // "the outer 10 % of the film, little or no lung"
  bool is_free_of_disease;   // false: lungs are part of it, so that it convicts of nothing
};
const TraitInfo& trait_info(Trait trait);

/// A film's trait as numbers, as many for every film: `border` the frame of the film as the network
/// takes it, standardised by itself; `text` what find_text finds, its number, size and corners;
/// `sharpness` detail at three scales and noise (Immerkaer 1996), in the frame; `brightness` levels
/// of the frame; `file` width, height, aspect, depth and kind; `histogram` 32 levels of the whole
/// film. Errors: those of preprocess.
Result<std::vector<float>> trait_of(Trait trait, const GreyImage& film,
                                    const std::filesystem::path& path, const InputSpec& input);

}  // namespace chestlens
