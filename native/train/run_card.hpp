#pragma once

#include "train/evaluation.hpp"
#include "train/judged_films.hpp"
#include "train/run_folder.hpp"

#include <chestlens/card.hpp>

#include <vector>

namespace chestlens {

/// The part of a bundle's card that training knows: words, classes, input, sources and licences of
/// the films, metrics on validation, the temperature, and the limits that follow from them.
Card card_of_run(const Run& run, const RunData& data, const Evaluation& validation,
                 const Calibration& calibration);

/// Every metric before and after the weights were rounded to what is stored: those of a card, then
/// weighted F1, calibration error, and of each class specificity, F1, ROC and precision-recall
/// area.
std::vector<StorageChange> storage_changes(const Evaluation& trained, const Evaluation& stored);

}  // namespace chestlens
