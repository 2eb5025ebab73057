#pragma once

#include "bundle/seen_films.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/trust.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace chestlens {

/// Two files of every bundle; the card lists the others.
inline constexpr const char* model_file = "model.onnx";
inline constexpr const char* card_file = "model.json";

/// A bundle whose files are as the card says.
struct Bundle {
  Card card;
  std::vector<std::byte> model;          // model.onnx, for open_session (bundle/session.hpp)
  std::vector<float> reference;          // the certificate's input, [1,1,H,W]
  std::optional<SeenFilms> films = {};   // films.json; sites and earlier versions have none
  std::optional<TrustModel> trust = {};  // trust.bin; bundles of format 1 have none
  bool figures_dropped = false;          // metrics and audit were of another model.onnx
};

/// The card of a bundle's folder; its other files are not looked at. Errors: not_found, io, those
/// of parse_card, naming model.json.
Result<Card> read_card(const std::filesystem::path& folder);

/// Metrics and audit that are of another model.onnx are left out of the card.
/// Errors: not_found, io, parse (model.json), mismatch where a file is not the one the card was
/// written for, those of check_model and check_reference.
Result<Bundle> read_bundle(const std::filesystem::path& folder);

}  // namespace chestlens
