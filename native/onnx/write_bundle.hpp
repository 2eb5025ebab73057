#pragma once

#include "bundle/bundle_files.hpp"
#include "bundle/seen_films.hpp"
#include "io/output.hpp"
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
/// card.input), then writes `folder`/{model.onnx, model.json, reference.f32}, with `seen` also
/// films.json, whole or not at all. The caller fills the card's words, classes and input; name,
/// network, counts, shapes, certificate and digests are filled here. Returns the card written.
/// Errors: those of export, certify and check_bundle_place, io.
Result<Card> write_bundle(const std::filesystem::path& folder, const Classifier& classifier,
                          Card card, std::span<const FloatImage> films,
                          const Reporter& reporter = {}, const std::optional<SeenFilms>& seen = {},
                          const OutputRule& rule = {});

}  // namespace chestlens
