#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace chestlens {

/// ImageNet weights that anybody may download.
struct PublicWeights {
  std::string_view name;     // as `chestlens weights get` takes it
  std::string_view network;  // of network_names()
  std::string_view url;
  // Lower-case hex, whole where it is publicly on record; else its first digits, which the
  // publisher writes into the file's name.
  std::string_view sha256;
  int megabytes = 0;
  std::string_view licence;
  double mean = 0.0;  // of the input that they were trained with
  double standard_deviation = 0.0;

  std::string_view file_name() const { return url.substr(url.rfind('/') + 1); }
};

std::span<const PublicWeights> public_weights();

/// Null where there are none of that name.
const PublicWeights* find_public_weights(std::string_view name);

/// As find_public_weights, never null. Errors: not_found, saying what there is.
Result<const PublicWeights*> known_public_weights(const std::string& name);

/// chestlens/weights in $XDG_CACHE_HOME, or in ~/.cache. Errors: not_found without either.
Result<std::filesystem::path> weights_folder();

}  // namespace chestlens
