#pragma once

#include "bundle/seen_films.hpp"
#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <filesystem>
#include <optional>
#include <span>

namespace chestlens {

struct Classifier;

/// Exports in card.storage.weights, certifies on generated images and on `films` (prepared by
/// card.input), then writes `folder`/{model.onnx, model.json, reference.f32} whole or not at all,
/// replacing an older bundle; with `seen` also films.json. The caller fills the card's words,
/// classes and input; name, network, counts, shapes, certificate and digests are filled here.
/// Returns the card written. Errors: those of export and certify, io.
Result<Card> write_bundle(const std::filesystem::path& folder, const Classifier& classifier,
                          Card card, std::span<const FloatImage> films,
                          const Reporter& reporter = {}, const std::optional<SeenFilms>& seen = {});

}  // namespace chestlens
