#pragma once

#include "bundle/bundle.hpp"
#include "bundle/bundle_files.hpp"
#include "support/tiny_bundle.hpp"

#include <chestlens/trust.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace chestlens::test {

/// Gives a bundle with so many features a trust.bin that finds every film like those of training,
/// or none that has any grey.
inline void give_trust(const std::filesystem::path& folder, std::size_t features,
                       bool finds_all_like) {
  const Card card = must(read_card(folder));
  TrustModel trust{.model_sha256 = model_sha256(card),
                   .depths = {{"features", std::vector<float>(features, 0.0F),
                               std::vector<float>(features, finds_all_like ? 0.0F : 100.0F)}},
                   .like_limit = 1.0F,
                   .unlike_limit = 2.0F,
                   .no_film_limit = 3.0F,
                   .scores = {}};
  for (int i = 0; i <= 100; ++i) trust.scores.push_back(static_cast<float>(i) / 100.0F);
  auto files = must(read_bundle_files(folder, card));
  files[trust_file] = to_bytes(trust);
  must(write_bundle_files(folder, card, files, {.replace = true}));
}

/// A tiny bundle of format 2 with such a trust.bin.
inline void write_trusting_bundle(const std::filesystem::path& folder, const std::string& name,
                                  bool finds_all_like) {
  Card card = tiny_card();
  card.format = 2;
  card.name = name;
  write_tiny_bundle(folder, onnx_of({.is_of_format_2 = true}), card);
  give_trust(folder, 4, finds_all_like);
}

}  // namespace chestlens::test
