#include "evaluate/record_films.hpp"

#include "bundle/bundle.hpp"
#include "data/film_digests.hpp"
#include "evaluate/bundle_evaluation.hpp"
#include "evaluate/redraw_split.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

std::optional<double> validation_figure(const Card& card, const std::string& name) {
  for (const MeasuredMetric& metric : card.metrics) {
    if (metric.name == name && metric.measured_on.starts_with("validation")) return metric.value;
  }
  return std::nullopt;
}

/// Errors: mismatch where the card's figures are not found again.
Status check_figures(const Card& card, const Evaluation& evaluation) {
  const Metrics& metrics = evaluation.assessment.metrics;
  const double one_film = 1.5 / static_cast<double>(metrics.films);
  constexpr double macro_f1_of_one_film = 0.01;  // of a class of some thirty films
  const auto differs = [](std::optional<double> then, double now, double most) {
    return !then || std::abs(*then - now) > most;
  };
  const auto accuracy = validation_figure(card, "accuracy");
  const auto macro_f1 = validation_figure(card, "macro F1");
  if (!differs(accuracy, metrics.accuracy, one_film) &&
      !differs(macro_f1, metrics.macro_f1, macro_f1_of_one_film)) {
    return {};
  }
  const auto shown = [](std::optional<double> share) {
    return share ? percent(*share) : std::string("not stated");
  };
  return fail(ErrorCode::mismatch,
              fmt::format("these are not the films that chose it: accuracy {} and macro F1 {} in "
                          "its card, {} and {} on the {} films that its recipe draws here",
                          shown(accuracy), shown(macro_f1), percent(metrics.accuracy),
                          percent(metrics.macro_f1), metrics.films),
              card.name);
}

Provenance provenance_of(const Card& card, const Manifest& manifest, const Split& split) {
  Provenance provenance;
  provenance.recipe_sha256 = sha256_hex(card.recipe);
  provenance.model_sha256 = model_sha256(card);
  provenance.patients_known = patients_known(manifest, split.train);
  return provenance;
}

}  // namespace

Result<Evaluation> record_films(const fs::path& folder, const FilmsAtHand& films,
                                const Reporter& reporter) {
  CHESTLENS_TRY(auto bundle, read_bundle(folder));
  if (bundle.films) {
    return fail(ErrorCode::invalid_argument, "says already which films it saw",
                (folder / films_file).string());
  }
  Card& card = bundle.card;
  CHESTLENS_TRY(const auto manifest, load_manifest(films.folder, {.classes = card.classes}));
  CHESTLENS_TRY(const auto split, redraw_split(card, manifest));
  FilmsAtHand validation = films;
  validation.part = EvaluatedPart::validation;
  const Reporter progress{.progress = reporter.progress};  // what it notes is what is written here
  CHESTLENS_TRY(auto evaluated, evaluate_bundles(std::vector{folder}, validation, progress));
  Evaluation& evaluation = evaluated.bundles.front().evaluation;
  CHESTLENS_CHECK(check_figures(card, evaluation));

  CHESTLENS_TRY(const auto sha256, film_digests(manifest, films.cache_folder, films.threads));
  const std::string text = to_json(seen_films(manifest, split, sha256));
  std::erase_if(card.files, [](const FileDigest& listed) { return listed.file == films_file; });
  card.files.push_back({films_file, std::ssize(text), sha256_hex(text)});
  if (!card.provenance) card.provenance = provenance_of(card, manifest, split);
  const std::string card_text = to_json(card);
  CHESTLENS_CHECK(parse_card(card_text));
  CHESTLENS_CHECK(write_file_atomic(folder / films_file, text));
  CHESTLENS_CHECK(write_file_atomic(folder / card_file, card_text));
  return std::move(evaluation);
}

}  // namespace chestlens
