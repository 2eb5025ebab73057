#include <chestlens/film_scores.hpp>
#include <chestlens/model_differences.hpp>
#include <chestlens/roc_area.hpp>
#include <chestlens/significance.hpp>

#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t drawn_figures = 4;  // of each model

std::vector<double> overall_figures(const FilmScores& scores, std::span<const int> counts) {
  const FilmFigures figures = figures_of(scores, counts);
  return {figures.metrics.accuracy, figures.metrics.balanced_accuracy, figures.metrics.macro_f1,
          figures.macro_roc};
}

/// The figures of all pairs, first less second, pair by pair.
std::vector<double> paired_differences(const std::vector<FilmScores>& models,
                                       std::span<const int> counts) {
  std::vector<std::vector<double>> figures;
  for (const FilmScores& scores : models) figures.push_back(overall_figures(scores, counts));
  std::vector<double> differences;
  for (std::size_t a = 0; a < models.size(); ++a) {
    for (std::size_t b = a + 1; b < models.size(); ++b) {
      for (std::size_t i = 0; i < drawn_figures; ++i) {
        differences.push_back(figures[a][i] - figures[b][i]);
      }
    }
  }
  return differences;
}

std::vector<int> right_films(const FilmScores& scores) {
  std::vector<int> right;
  for (std::size_t film = 0; film < scores.truth.size(); ++film) {
    right.push_back(scores.truth[film] == scores.predicted[film] ? 1 : 0);
  }
  return right;
}

std::vector<float> scores_of(const ScoredFilms& model, std::size_t label) {
  std::vector<float> scores;
  const auto classes = static_cast<std::size_t>(model.classes);
  for (std::size_t film = 0; film < model.truth.size(); ++film) {
    scores.push_back(model.probabilities[film * classes + label]);
  }
  return scores;
}

Difference area_difference(const ScoredFilms& first, const ScoredFilms& second, int label,
                           const PatientFilms& patients) {
  std::vector<int> positive;
  for (const int truth : first.truth) positive.push_back(truth == label ? 1 : 0);
  const auto place = static_cast<std::size_t>(label);
  const auto areas =
      roc_area_difference(scores_of(first, place), scores_of(second, place), positive, patients);
  if (!areas) return {};
  return {areas->difference(), areas->interval, areas->p, areas->p};
}

using Correction = std::vector<double> (*)(std::span<const double>);

void correct(const std::vector<Difference*>& family, Correction correction) {
  std::vector<double> p;
  for (const Difference* difference : family) p.push_back(difference->p);
  const auto corrected = correction(p);
  for (std::size_t i = 0; i < family.size(); ++i) family[i]->corrected_p = corrected[i];
}

void correct(std::vector<ModelDifferences>& pairs) {
  std::vector<Difference*> overall;
  std::vector<Difference*> areas;
  for (ModelDifferences& pair : pairs) {
    overall.insert(overall.end(),
                   {&pair.accuracy, &pair.balanced_accuracy, &pair.macro_f1, &pair.macro_roc});
    for (Difference& area : pair.roc) areas.push_back(&area);
  }
  correct(overall, holm);
  correct(areas, benjamini_hochberg);
}

Status check_same_films(std::span<const ScoredFilms> models) {
  for (const ScoredFilms& model : models) {
    const ScoredFilms& first = models.front();
    if (model.classes == first.classes && model.truth == first.truth &&
        model.patients == first.patients) {
      continue;
    }
    return fail(ErrorCode::mismatch, "two models that are compared have other films or classes");
  }
  return {};
}

}  // namespace

Result<std::vector<ModelDifferences>> compare_models(std::span<const ScoredFilms> models,
                                                     const BootstrapOptions& options) {
  CHESTLENS_CHECK(check_same_films(models));
  std::vector<FilmScores> scores;
  for (const ScoredFilms& model : models) {
    CHESTLENS_TRY(auto one, film_scores(model));
    scores.push_back(std::move(one));
  }
  if (models.size() < 2) return std::vector<ModelDifferences>{};
  const PatientFilms patients = films_by_patient(models.front().patients);
  const std::vector<int> once(models.front().truth.size(), 1);
  const auto values = paired_differences(scores, once);
  const auto draws = bootstrap_draws(
      [&](std::mt19937_64& random) {
        return paired_differences(scores, draw_counts(patients, once.size(), random));
      },
      options);

  std::size_t next = 0;
  const auto drawn = [&] {
    const std::size_t i = next++;
    const double p = bootstrap_p(draws[i]);
    return Difference{values[i], percentile_interval(draws[i], options.level), p, p};
  };
  std::vector<ModelDifferences> pairs;
  for (std::size_t a = 0; a < models.size(); ++a) {
    for (std::size_t b = a + 1; b < models.size(); ++b) {
      ModelDifferences pair{.first = a, .second = b};
      CHESTLENS_TRY(pair.mcnemar,
                    mcnemar(right_films(scores[a]), right_films(scores[b]), patients));
      pair.accuracy = drawn();
      pair.accuracy.p = pair.mcnemar.p;
      pair.balanced_accuracy = drawn();
      pair.macro_f1 = drawn();
      pair.macro_roc = drawn();
      for (int c = 0; c < models[a].classes; ++c) {
        pair.roc.push_back(area_difference(models[a], models[b], c, patients));
      }
      pairs.push_back(std::move(pair));
    }
  }
  correct(pairs);
  return pairs;
}

}  // namespace chestlens
