#include "weights/public_weights.hpp"

#include "io/nearest.hpp"
#include "io/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <system_error>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::array weights_table{
    PublicWeights{"densenet121", "densenet121",
                  "https://download.pytorch.org/models/densenet121-a639ec97.pth",
                  "a639ec97d7c33b07ae66f0b5fb7d0192f95a3b11b7576c66c0126c2a727c4395", 32,
                  "BSD-3-Clause", 0.485, 0.229},
    PublicWeights{"mobilenet_v2", "mobilenet_v2",
                  "https://download.pytorch.org/models/mobilenet_v2-b0353104.pth",
                  "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889", 14,
                  "BSD-3-Clause", 0.485, 0.229},
    PublicWeights{"resnext101_32x4d", "resnext101_32x4d",
                  "https://github.com/rwightman/pytorch-pretrained-gluonresnet/releases/download/"
                  "v0.1/gluon_resnext101_32x4d-b253c8c4.pth",
                  "b253c8c4", 177, "Apache-2.0", 0.485, 0.229},
    PublicWeights{"xception", "xception",
                  "https://github.com/rwightman/pytorch-image-models/releases/download/"
                  "v0.1-cadene/xception-43020ad28.pth",
                  "43020ad28", 92, "BSD-3-Clause", 0.5, 0.5},
};

std::vector<std::string> names() {
  std::vector<std::string> list;
  for (const PublicWeights& weights : weights_table) list.emplace_back(weights.name);
  return list;
}

}  // namespace

std::span<const PublicWeights> public_weights() {
  return weights_table;
}

const PublicWeights* find_public_weights(std::string_view name) {
  const auto found = std::ranges::find(weights_table, name, &PublicWeights::name);
  return found == weights_table.end() ? nullptr : &*found;
}

Result<const PublicWeights*> known_public_weights(const std::string& name) {
  if (const PublicWeights* known = find_public_weights(name)) return known;
  const std::string hint = did_you_mean(name, names());
  return fail(ErrorCode::not_found,
              "no such weights" + (hint.empty() ? "; there are " + joined(names()) : hint), name);
}

Result<fs::path> weights_folder() {
  // Absolute, as the XDG Base Directory Specification asks.
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && fs::path(cache).is_absolute()) {
    return fs::path(cache) / "chestlens" / "weights";
  }
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return fs::path(home) / ".cache" / "chestlens" / "weights";
  return fail(ErrorCode::not_found, "no folder for downloads: set XDG_CACHE_HOME or HOME");
}

}  // namespace chestlens
