#pragma once

#include <chestlens/audit_trait.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/preprocess.hpp>
#include <chestlens/region.hpp>

#include <filesystem>
#include <vector>

namespace chestlens {

/// A film's trait as numbers, as many for every film: `border` the frame of the film as the network
/// takes it, standardised by itself; `text` what find_text finds, its number, size and corners;
/// `sharpness` detail at three scales and noise (Immerkaer 1996), in the frame; `brightness` levels
/// of the frame; `file` width, height, aspect, depth and kind; `histogram` 32 levels of the whole
/// film. Errors: those of preprocess.
Result<std::vector<float>> trait_of(Trait trait, const GreyImage& film,
                                    const std::filesystem::path& path, const InputSpec& input);

}  // namespace chestlens
