#include <chestlens/slider.hpp>
#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

constexpr double least_resolution = 32.0;

/// 1/4 to 4, as they are said: 0.25, 0.31, 0.4, 0.5 ... 4.
std::vector<double> factors() {
  std::vector<double> values;
  for (int third = -6; third <= 6; ++third) {
    values.push_back(std::round(100.0 * std::exp2(third / 3.0)) / 100.0);
  }
  return values;
}

std::vector<double> degrees() {
  std::vector<double> values;
  for (int angle = -30; angle <= 30; angle += 5) values.push_back(angle);
  return values;
}

std::vector<double> resolutions(const GreyImage& film) {
  const double shorter = std::min(film.width_pixels, film.height_pixels);
  std::vector<double> values;
  for (double pixels = least_resolution; pixels < shorter; pixels *= 2.0) values.push_back(pixels);
  values.push_back(shorter);
  return values;
}

Slider slider(ChangeKind kind, std::string unit, double neutral, std::vector<double> values) {
  const bool is_whole = kind == ChangeKind::mirror || kind == ChangeKind::resolution;
  return {.kind = kind,
          .name = std::string(to_string(kind)),
          .unit = std::move(unit),
          .low = values.front(),
          .high = values.back(),
          .neutral = neutral,
          .is_whole = is_whole,
          .values = values};
}

}  // namespace

Slider slider_of(ChangeKind kind, const GreyImage& film) {
  switch (kind) {
    case ChangeKind::brightness:
    case ChangeKind::contrast:
      return slider(kind, "times", 1.0, factors());
    case ChangeKind::rotation:
      return slider(kind, "degrees", 0.0, degrees());
    case ChangeKind::mirror:
      return slider(kind, "", 0.0, {0.0, 1.0});
    case ChangeKind::resolution:
      break;
  }
  auto values = resolutions(film);
  const double own = values.back();
  return slider(ChangeKind::resolution, "pixels", own, std::move(values));
}

std::vector<Slider> sliders(const GreyImage& film) {
  std::vector<Slider> all;
  for (const auto kind : {ChangeKind::brightness, ChangeKind::contrast, ChangeKind::rotation,
                          ChangeKind::mirror, ChangeKind::resolution}) {
    all.push_back(slider_of(kind, film));
  }
  return all;
}

Status check_amount(const ChangeQuestion& change, const GreyImage& film) {
  const Slider slider = slider_of(change.kind, film);
  const double amount = change.amount;
  const bool is_inside = amount >= slider.low && amount <= slider.high;  // NaN is not
  if (is_inside && (!slider.is_whole || amount == std::floor(amount))) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("must be {}{} to {}{}, is {}", slider.is_whole ? "a whole number, " : "",
                          describe_number(slider.low), describe_number(slider.high),
                          slider.unit.empty() ? "" : " " + slider.unit, describe_number(amount)),
              slider.name);
}

}  // namespace chestlens
