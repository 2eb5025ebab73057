#pragma once

namespace chestlens {

/// Limits and probabilities of the changes to a training film; 0 switches a change off.
struct Augmentation {
  double flip = 0.5;             // probability of a horizontal mirror
  double rotate_degrees = 10.0;  // up to this, either way
  double shift = 0.05;           // up to this share of the side, either way
  double zoom = 1.1;             // enlarged by up to this factor; 1 switches it off
  double zoom_out = 1.0;         // made smaller by up to this factor, its mirror around it; 1: off
  double stretch = 1.0;          // height against width, by up to this factor either way; 1: off
  double perspective = 0.0;      // fastai's Warp: corners move by up to this share of half the side
  double brightness = 0.2;       // fastai's "lighting": largest change, in logit space
  double contrast = 0.2;
  double affine_probability = 0.75;       // of rotation, shift, zoom and stretch, each
  double perspective_probability = 0.75;  // of a tilt sideways and of one up or down, each
  double lighting_probability = 0.75;     // of brightness and contrast, each
  double cutout_probability = 0.0;
  int cutout_holes = 4;             // one to this many
  double cutout_pixels_min = 20.0;  // side of a hole in a film of nominal_film_pixels
  double cutout_pixels_max = 50.0;
  double intensity_probability = 0.5;  // of each of the following, by itself
  double gamma = 1.0;                  // exponent of grey levels, up to this factor either way
  double histogram = 0.0;              // how far a random rising curve of grey levels may bend
  double blur_pixels = 0.0;  // Gaussian, standard deviation up to this in nominal_film_pixels
  double resolution = 1.0;   // least share of the pixels per side to which a film is shrunk; 1: off
  double noise = 0.0;        // standard deviation up to this, of grey levels in [0,1]
  int jpeg_quality = 100;    // lowest; 100: off
  double border_probability = 0.0;
  double border_share = 0.1;        // of the side, largest depth of what covers each of the four
  double corner_probability = 0.0;  // of each corner
  double corner_share = 0.2;        // of the side, largest width and height of what covers it
};

/// The size for which the sides of holes and the blur are given; they take the same share of a film
/// at every size.
constexpr double nominal_film_pixels = 224.0;

}  // namespace chestlens
