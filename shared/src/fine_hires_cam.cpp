#include "map_outputs.hpp"

#include <chestlens/map_runs.hpp>

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

/// Each moved film's cells in their places on the finer grid; `values` is [parts * parts,C,h,w].
std::vector<FloatImage> put_together(std::span<const float> values, const ActivationShape& shape,
                                     std::size_t classes, int parts) {
  const std::size_t positions = area_pixels(shape.width, shape.height);
  const auto each = static_cast<std::size_t>(parts), shifts = each * each;
  const auto width = static_cast<std::size_t>(shape.width), fine_width = width * each;
  std::vector maps(classes, FloatImage{shape.width * parts, shape.height * parts,
                                       std::vector<float>(positions * shifts)});
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t shift = i / (classes * positions), c = i / positions % classes;
    const std::size_t y = i % positions / width, x = i % width;
    const std::size_t fine = (y * each + shift / each) * fine_width + x * each + shift % each;
    maps[c].pixels[fine] = values[i] / static_cast<float>(shifts);
  }
  return maps;
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

Result<MapRuns> fine_hires_runs(const MapOutputs& outputs, const FloatImage& film, int parts) {
  CHESTLENS_CHECK(hires_cam(outputs));
  CHESTLENS_CHECK(check_parts(outputs, film, parts));
  const std::size_t classes = outputs.logits.size();
  MapRuns runs{ModelPart::evidence, parts * parts, parts * parts, classes * map_positions(outputs)};
  runs.inputs = [film, parts, shape = outputs.shape](int first, int count) {
    std::vector<float> inputs;
    for (int shift = first; shift < first + count; ++shift) {
      add_moved(film, offset_of(shift % parts, parts, film.width_pixels, shape.width),
                offset_of(shift / parts, parts, film.height_pixels, shape.height), inputs);
    }
    return inputs;
  };
  runs.maps = [classes, parts, shape = outputs.shape](
                  std::span<const float> values) -> Result<std::vector<FloatImage>> {
    return put_together(values, shape, classes, parts);
  };
  return runs;
}

Result<std::vector<FloatImage>> fine_hires_cam(const MapOutputs& outputs, const FloatImage& film,
                                               const RunModel& evidence, int parts) {
  CHESTLENS_TRY(const auto runs, fine_hires_runs(outputs, film, parts));
  return made_of(runs, evidence);
}

}  // namespace chestlens
