#include "recipe/augmentation_keys.hpp"

namespace chestlens {
namespace {

/// Two tilts of a half each would fold the film: three of its corners would lie on one line.
constexpr double max_perspective = 0.4;

}  // namespace

Status read_augment(TomlTable table, Augmentation& augment) {
  table.number("flip", augment.flip, 0.0, 1.0);
  table.number("rotate_degrees", augment.rotate_degrees, 0.0, 180.0);
  table.number("shift", augment.shift, 0.0, 0.5);
  table.number("zoom", augment.zoom, 1.0, 4.0);
  table.number("zoom_out", augment.zoom_out, 1.0, 2.0);
  table.number("stretch", augment.stretch, 1.0, 2.0);
  table.number("perspective", augment.perspective, 0.0, max_perspective);
  table.number("brightness", augment.brightness, 0.0, 0.9);
  table.number("contrast", augment.contrast, 0.0, 0.9);
  table.number("affine_probability", augment.affine_probability, 0.0, 1.0);
  table.number("perspective_probability", augment.perspective_probability, 0.0, 1.0);
  table.number("lighting_probability", augment.lighting_probability, 0.0, 1.0);
  table.number("cutout_probability", augment.cutout_probability, 0.0, 1.0);
  table.integer("cutout_holes", augment.cutout_holes, 1, 16);
  table.number("cutout_pixels_min", augment.cutout_pixels_min, 1.0, nominal_film_pixels);
  table.number("cutout_pixels_max", augment.cutout_pixels_max, 1.0, nominal_film_pixels);
  if (augment.cutout_pixels_min > augment.cutout_pixels_max) {
    table.reject("cutout_pixels_min", "not more than cutout_pixels_max");
    table.reject("cutout_pixels_max", "not less than cutout_pixels_min");
  }
  table.number("intensity_probability", augment.intensity_probability, 0.0, 1.0);
  table.number("gamma", augment.gamma, 1.0, 4.0);
  table.number("histogram", augment.histogram, 0.0, 1.0);
  table.number("blur_pixels", augment.blur_pixels, 0.0, 10.0);
  table.number("noise", augment.noise, 0.0, 0.5);
  table.number("resolution", augment.resolution, 0.1, 1.0);
  table.integer("jpeg_quality", augment.jpeg_quality, 1, 100);
  table.number("border_probability", augment.border_probability, 0.0, 1.0);
  table.number("border_share", augment.border_share, 0.0, 0.25);
  table.number("corner_probability", augment.corner_probability, 0.0, 1.0);
  table.number("corner_share", augment.corner_share, 0.0, 0.4);
  return table.finish();
}

}  // namespace chestlens
