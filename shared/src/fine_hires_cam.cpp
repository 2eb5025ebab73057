#include "map_outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

/// How far the film is moved so that cells' middles come to lie on those of the k-th part of a
/// cell.
int offset_of(int k, int parts, int pixels, int cells) {
  const double part = static_cast<double>(pixels) / (cells * parts);
  return static_cast<int>(std::lround((k - (parts - 1) / 2.0) * part));
}

/// Appends the film as it is seen `dx` to the right and `dy` further down.
void add_moved(const FloatImage& film, int dx, int dy, std::vector<float>& inputs) {
  for (int y = 0; y < film.height_pixels; ++y) {
    const auto row = static_cast<std::size_t>(std::clamp(y + dy, 0, film.height_pixels - 1));
    for (int x = 0; x < film.width_pixels; ++x) {
      const auto column = static_cast<std::size_t>(std::clamp(x + dx, 0, film.width_pixels - 1));
      inputs.push_back(film.pixels[row * static_cast<std::size_t>(film.width_pixels) + column]);
    }
  }
}

Status check_parts(const MapOutputs& outputs, const FloatImage& film, int parts) {
  const auto [features, height, width] = outputs.shape;
  if (parts >= 1 && film.width_pixels >= width * parts && film.height_pixels >= height * parts &&
      film.pixels.size() == area_pixels(film.width_pixels, film.height_pixels)) {
    return {};
  }
  return fail(ErrorCode::invalid_argument,
              fmt::format("a film of {} x {} pixels has no {} parts to each of {} x {} cells",
                          film.width_pixels, film.height_pixels, parts, width, height));
}

}  // namespace

Result<std::vector<FloatImage>> fine_hires_cam(const MapOutputs& outputs, const FloatImage& film,
                                               const RunModel& evidence, int parts) {
  CHESTLENS_CHECK(hires_cam(outputs));
  CHESTLENS_CHECK(check_parts(outputs, film, parts));
  const auto [features, height, width] = outputs.shape;
  std::vector<float> inputs;
  for (int row = 0; row < parts; ++row) {
    for (int column = 0; column < parts; ++column) {
      add_moved(film, offset_of(column, parts, film.width_pixels, width),
                offset_of(row, parts, film.height_pixels, height), inputs);
    }
  }
  const std::size_t classes = outputs.logits.size();
  const std::size_t positions = map_positions(outputs);
  CHESTLENS_TRY(const auto values,
                run_checked(evidence, inputs, parts * parts, classes * positions));
  const auto fine_width = static_cast<std::size_t>(width * parts);
  const auto shifts = static_cast<std::size_t>(parts) * static_cast<std::size_t>(parts);
  std::vector maps(
      classes, FloatImage{width * parts, height * parts, std::vector<float>(positions * shifts)});
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t shift = i / (classes * positions), c = i / positions % classes;
    const std::size_t y = i % positions / static_cast<std::size_t>(width);
    const std::size_t x = i % static_cast<std::size_t>(width);
    const std::size_t each = static_cast<std::size_t>(parts);
    const std::size_t fine = (y * each + shift / each) * fine_width + x * each + shift % each;
    maps[c].pixels[fine] = values[i] / static_cast<float>(shifts);
  }
  return maps;
}

}  // namespace chestlens
