#include "bilinear.hpp"
#include "weights.hpp"
#include "window.hpp"

#include <chestlens/ensemble.hpp>
#include <chestlens/grad_cam.hpp>
#include <chestlens/text.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

std::string listed(const std::vector<std::string>& classes) {
  std::string text;
  for (const std::string& name : classes) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

/// Bilinear; a map that has the size already is left as it is, bit by bit.
FloatImage resize(const FloatImage& image, int width, int height) {
  if (image.width_pixels == width && image.height_pixels == height) return image;
  const std::vector<Tap> columns = axis_taps(width, 0.0, width, image.width_pixels);
  const std::vector<Tap> rows = axis_taps(height, 0.0, height, image.height_pixels);
  FloatImage resized{width, height, {}};
  resized.pixels.reserve(area_pixels(width, height));
  for (const Tap& row : rows) {
    for (const Tap& column : columns) resized.pixels.push_back(value_at(image, column, row));
  }
  return resized;
}

Status check_heatmap(const FloatImage& heatmap, std::size_t member) {
  const std::string name = "ensemble member " + std::to_string(member);
  if (!is_filled(heatmap)) return fail(ErrorCode::invalid_argument, name + "'s heat-map is empty");
  const auto wrong = std::find_if_not(heatmap.pixels.begin(), heatmap.pixels.end(), [](float heat) {
    return heat >= 0.0F && std::isfinite(heat);
  });
  if (wrong == heatmap.pixels.end()) return {};
  return fail(ErrorCode::invalid_argument,
              name + "'s heat-map holds " + describe_number(*wrong) + "; heat is 0 or more");
}

}  // namespace

Status check_members(const Card& first, const Card& other) {
  const std::string context = first.name + " and " + other.name;
  if (first.classes != other.classes) {
    return fail(ErrorCode::mismatch,
                "tell different classes (" + listed(first.classes) + "; " + listed(other.classes) +
                    "): the members of an ensemble have the same, in the same order",
                context);
  }
  if (first.input.fit != other.input.fit) {
    return fail(ErrorCode::mismatch,
                "see different parts of a film (input.fit " +
                    std::string(to_string(first.input.fit)) + "; " +
                    std::string(to_string(other.input.fit)) +
                    "): the members of an ensemble see the same",
                context);
  }
  return {};
}

Result<FloatImage> ensemble_heatmap(std::span<const WeightedHeatmap> members) {
  std::vector<double> weights;
  for (const WeightedHeatmap& member : members) weights.push_back(member.weight);
  CHESTLENS_TRY(const auto weight_sum, sum_of_weights(weights));
  for (std::size_t m = 0; m < members.size(); ++m) {
    CHESTLENS_CHECK(check_heatmap(members[m].heatmap, m));
  }
  const FloatImage& largest =
      std::max_element(members.begin(), members.end(),
                       [](const WeightedHeatmap& a, const WeightedHeatmap& b) {
                         return a.heatmap.pixels.size() < b.heatmap.pixels.size();
                       })
          ->heatmap;
  std::vector<double> sums(largest.pixels.size(), 0.0);
  for (const auto& [heatmap, weight] : members) {
    const FloatImage resized =
        resize(normalize_heatmap(heatmap), largest.width_pixels, largest.height_pixels);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += weight * resized.pixels[i];
  }
  FloatImage mean{largest.width_pixels, largest.height_pixels, std::vector<float>(sums.size())};
  std::transform(sums.begin(), sums.end(), mean.pixels.begin(),
                 [&](double sum) { return static_cast<float>(sum / weight_sum); });
  return normalize_heatmap(std::move(mean));
}

}  // namespace chestlens
