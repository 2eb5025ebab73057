#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstdint>
#include <string_view>

namespace chestlens {

/// How a film of any shape becomes the network's square.
enum class FitMode : std::uint8_t {
  squash,       // aspect ratio given up, nothing lost
  letterbox,    // aspect ratio kept, black bars added
  center_crop,  // aspect ratio kept, the longer side cut
  lungs,        // the lungs' box (lung_box) squashed, what lies beside it cut
};

std::string_view to_string(FitMode mode);
Result<FitMode> parse_fit_mode(std::string_view name);

/// The recipe from decoded film to network input; it travels in the bundle's card, so training
/// and the page prepare the same tensor.
struct InputSpec {
  int size_pixels = 224;
  FitMode fit = FitMode::squash;
  double window_low_percentile = 0.0;     // grey level mapped to 0, by percentile of the film
  double window_high_percentile = 100.0;  // grey level mapped to 1
};

/// Windows to [0,1] and resizes (each axis by area average when it shrinks, bilinear when it grows)
/// to [size_pixels, size_pixels]. A constant film becomes all zeros. Mean, standard deviation and
/// channel repeat are inside the network, not here. Errors: invalid_argument.
Result<FloatImage> preprocess(const GreyImage& film, const InputSpec& spec);

/// The same for a picture that lies on a film, a mask of its lungs, say: the part of it is taken
/// that is taken of the film. Errors: mismatch for a picture of another size, too.
Result<FloatImage> preprocess_as(const GreyImage& film, const GreyImage& picture,
                                 const InputSpec& spec);

}  // namespace chestlens
