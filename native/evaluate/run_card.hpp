#pragma once

#include "evaluate/evaluation.hpp"
#include "evaluate/run_progress.hpp"
#include "evaluate/scored_films.hpp"
#include "train/run_folder.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <vector>

namespace chestlens {

/// The part of a bundle's card that training knows: words, classes, input, sources and licences of
/// the films, metrics on validation, the temperature, the limits that follow from them, and what
/// made its weights, which are those that `validation` is of. Errors: those of reading the split.
Result<Card> card_of_run(const Run& run, const RunData& data, const Evaluation& validation,
                         const Calibration& calibration, const RunProgress& progress);

/// All figures (named_figures) before and after the weights were rounded to what is stored.
std::vector<StorageChange> storage_changes(const Evaluation& trained, const Evaluation& stored);

/// Storage may cost 0.2 points of accuracy; among fewer than 500 films, one may change its class.
/// Errors: mismatch where it costs more.
Status check_storage(const Evaluation& trained, const Evaluation& stored);

}  // namespace chestlens
