#include "map_outputs.hpp"

#include <chestlens/map_runs.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace chestlens {
namespace {

struct Patch {
  int x = 0, y = 0;
};

/// Where patches begin along a side: every stride, the last one at the end.
std::vector<int> patch_starts(int side, int patch, int stride) {
  std::vector<int> starts;
  for (int at = 0; at + patch < side; at += stride) starts.push_back(at);
  starts.push_back(side - patch);
  return starts;
}

/// Calls visit(index) for every pixel under the patch.
template <typename Visit>
void visit_patch(const FloatImage& film, Patch patch, int side, Visit visit) {
  for (int y = patch.y; y < patch.y + side; ++y) {
    for (int x = patch.x; x < patch.x + side; ++x) {
      visit(static_cast<std::size_t>(y) * static_cast<std::size_t>(film.width_pixels) +
            static_cast<std::size_t>(x));
    }
  }
}

Status check_occlusion(const FloatImage& film, std::span<const float> logits,
                       const OcclusionOptions& options) {
  const auto refuse = [](std::string message) {
    return fail(ErrorCode::invalid_argument, std::move(message), "occlusion");
  };
  const int width = film.width_pixels, height = film.height_pixels;
  if (logits.empty() || width < 1 || height < 1 ||
      film.pixels.size() != area_pixels(width, height)) {
    return refuse("needs a film and its logits");
  }
  if (options.patch_pixels < 1 || options.patch_pixels > std::min(width, height)) {
    return refuse(fmt::format("the patch must be 1 to {} pixels wide, not {}",
                              std::min(width, height), options.patch_pixels));
  }
  if (options.stride_pixels < 1 || options.stride_pixels > options.patch_pixels) {
    return refuse(fmt::format("the stride must be 1 to the patch's {} pixels, not {}",
                              options.patch_pixels, options.stride_pixels));
  }
  if (options.batch_films < 1) return refuse("a batch has at least one film");
  return {};
}

std::vector<Patch> patches_over(const FloatImage& film, const OcclusionOptions& options) {
  const int side = options.patch_pixels;
  std::vector<Patch> patches;
  for (const int y : patch_starts(film.height_pixels, side, options.stride_pixels)) {
    for (const int x : patch_starts(film.width_pixels, side, options.stride_pixels)) {
      patches.push_back({x, y});
    }
  }
  return patches;
}

float mean_of(const FloatImage& film) {
  const double sum = std::accumulate(film.pixels.begin(), film.pixels.end(), 0.0);
  return static_cast<float>(sum / static_cast<double>(film.pixels.size()));
}

/// What the logits [C] lose under each pixel's patches on average; `occluded` is [patches,C].
std::vector<FloatImage> lost_under(const FloatImage& film, const std::vector<Patch>& patches,
                                   int side, std::span<const float> logits,
                                   std::span<const float> occluded) {
  std::vector lost(logits.size(), std::vector<double>(film.pixels.size()));
  std::vector<double> covered(film.pixels.size());
  for (std::size_t i = 0; i < patches.size(); ++i) {
    visit_patch(film, patches[i], side, [&](std::size_t pixel) {
      covered[pixel] += 1.0;
      for (std::size_t c = 0; c < logits.size(); ++c) {
        lost[c][pixel] += logits[c] - occluded[i * logits.size() + c];
      }
    });
  }
  std::vector<FloatImage> maps;
  for (const auto& sums : lost) {
    FloatImage map{film.width_pixels, film.height_pixels, std::vector<float>(sums.size())};
    for (std::size_t i = 0; i < sums.size(); ++i) {
      map.pixels[i] = static_cast<float>(sums[i] / covered[i]);
    }
    maps.push_back(std::move(map));
  }
  return maps;
}

}  // namespace

Result<MapRuns> occlusion_runs(const FloatImage& film, std::span<const float> logits,
                               const OcclusionOptions& options) {
  CHESTLENS_CHECK(check_occlusion(film, logits, options));
  const int side = options.patch_pixels;
  const auto patches = patches_over(film, options);
  MapRuns runs{ModelPart::network, static_cast<int>(patches.size()), options.batch_films,
               logits.size()};
  runs.inputs = [film, patches, side, mean = mean_of(film)](int first, int count) {
    std::vector<float> inputs;
    for (int i = first; i < first + count; ++i) {
      const auto begin = inputs.size();
      inputs.insert(inputs.end(), film.pixels.begin(), film.pixels.end());
      visit_patch(film, patches[static_cast<std::size_t>(i)], side,
                  [&](std::size_t pixel) { inputs[begin + pixel] = mean; });
    }
    return inputs;
  };
  runs.maps = [film, patches, side,
               logits](std::span<const float> occluded) -> Result<std::vector<FloatImage>> {
    return lost_under(film, patches, side, logits, occluded);
  };
  return runs;
}

Result<std::vector<FloatImage>> occlusion(const FloatImage& film, std::span<const float> logits,
                                          const RunModel& network,
                                          const OcclusionOptions& options) {
  CHESTLENS_TRY(const auto runs, occlusion_runs(film, logits, options));
  return with_context(made_of(runs, network, options.progress), "occlusion");
}

}  // namespace chestlens
