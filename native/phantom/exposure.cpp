#include "phantom/exposure.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens::phantom {
namespace {

Plane blurred(const Plane& plane, double deviation_pixels) {
  Plane result;
  cv::GaussianBlur(plane, result, {}, deviation_pixels, deviation_pixels, cv::BORDER_REPLICATE);
  return result;
}

/// Wide blurs do not need the full resolution: done at an eighth.
Plane blurred_widely(const Plane& plane, double deviation_pixels) {
  Plane small, result;
  cv::resize(plane, small, {}, 0.125, 0.125, cv::INTER_AREA);
  cv::resize(blurred(small, deviation_pixels / 8.0), result, plane.size(), 0.0, 0.0,
             cv::INTER_LINEAR);
  return result;
}

Plane primary_beam(const Plane& optical_depth, const Exposure& exposure) {
  Plane beam(optical_depth.size());
  for (int y = 0; y < beam.rows; ++y)
    for (int x = 0; x < beam.cols; ++x)
      beam(y, x) = static_cast<float>(std::exp(-static_cast<double>(optical_depth(y, x)) +
                                               exposure.tilt_x * (x / double(beam.cols) - 0.5) +
                                               exposure.tilt_y * (y / double(beam.rows) - 0.5)));
  return beam;
}

/// The level below which a share of the values in the patient lies.
double level_at(std::vector<float>& values, double share) {
  const auto last = static_cast<double>(values.size() - 1);
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::lround(share * last));
  std::nth_element(values.begin(), nth, values.end());
  return static_cast<double>(*nth);
}

}  // namespace

Exposure sample_exposure(Random& random) {
  Exposure exposure;
  exposure.photons = std::exp(random.uniform(std::log(1.5e4), std::log(1.5e5)));
  exposure.scatter = random.uniform(0.1, 0.55);
  exposure.focus_cm = random.uniform(0.05, 0.11);
  exposure.tilt_x = random.normal(0.0, 0.12);
  exposure.tilt_y = random.normal(0.0, 0.15);
  exposure.black_share = random.uniform(0.005, 0.05);
  const bool overexposed = random.chance(0.15);
  exposure.white_share = random.uniform(0.005, 0.1) + (overexposed ? 0.15 : 0.0);
  exposure.contrast = random.uniform(3.8, 6.0);
  exposure.middle = random.uniform(0.36, 0.6);
  exposure.black_level = random.chance(0.3) ? random.uniform(0.05, 0.3) : 0.0;
  exposure.white_level = random.chance(0.3) ? random.uniform(0.65, 0.95) : 1.0;
  exposure.local_contrast = random.chance(0.4) ? random.uniform(0.2, 0.9) : 0.0;
  return exposure;
}

Plane expose(const Plane& optical_depth, const View& view, const Exposure& exposure,
             int size_pixels, Random& random) {
  Plane signal = primary_beam(optical_depth, exposure);
  // Scatter comes from the patient and spreads over several cm; the open beam makes none.
  const Plane from_patient =
      combine([](double primary) { return std::min(primary, std::exp(-1.0)); }, signal);
  signal =
      combine([&](double primary, double spread) { return primary + exposure.scatter * spread; },
              signal, blurred_widely(from_patient, 3.5 * view.pixels_per_cm));
  signal = blurred(signal, exposure.focus_cm * view.pixels_per_cm);
  Plane film;
  cv::resize(signal, film, {size_pixels, size_pixels}, 0.0, 0.0, cv::INTER_AREA);

  std::vector<float> patient;
  patient.reserve(film.total());
  for (float& value : film) {
    const double counts = exposure.photons * static_cast<double>(value);
    const double counted = std::max(1.0, counts + std::sqrt(counts) * random.normal());
    const double density = -std::log(counted / exposure.photons);
    value = static_cast<float>(density);
    if (density > 0.7) patient.push_back(value);
  }
  if (exposure.local_contrast > 0.0) {
    const double pixels_per_cm = view.pixels_per_cm * size_pixels / view.canvas.width;
    film = combine(
        [&](double density, double around) {
          return density + exposure.local_contrast * (density - around);
        },
        film, blurred_widely(film, 2.0 * pixels_per_cm));
  }
  if (patient.empty()) patient.push_back(0.0F);
  const double black = level_at(patient, exposure.black_share);
  const double white = std::max(black + 0.1, level_at(patient, 1.0 - exposure.white_share));
  return combine(
      [&](double density) {
        const double position = (density - black) / (white - black) - exposure.middle;
        const double shown = 1.0 / (1.0 + std::exp(-exposure.contrast * position));
        return exposure.black_level + shown * (exposure.white_level - exposure.black_level);
      },
      film);
}

}  // namespace chestlens::phantom
