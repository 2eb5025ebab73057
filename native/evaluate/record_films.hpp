#pragma once

#include "evaluate/bundle_films.hpp"
#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// Writes films.json and the provenance into a bundle of an earlier version. Its split is drawn
/// again on `films` (redraw_split) and believed where the bundle's accuracy and macro F1 on the
/// validation films are those of its card, but for one film that another processor may see
/// otherwise. Returns the bundle on those films. Errors: those of redraw_split and
/// evaluate_bundles; invalid_argument for a bundle that says it already; mismatch where the figures
/// differ: nothing is written then.
Result<Evaluation> record_films(const std::filesystem::path& bundle, const FilmsAtHand& films,
                                const Reporter& reporter = {});

}  // namespace chestlens
