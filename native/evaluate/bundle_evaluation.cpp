#include "evaluate/bundle_evaluation.hpp"

#include "bundle/bundle.hpp"
#include "bundle/session.hpp"
#include "evaluate/bundle_outputs.hpp"
#include "io/guarded.hpp"
#include "io/text.hpp"

#include <chestlens/ensemble.hpp>
#include <chestlens/prediction.hpp>
#include <chestlens/probability.hpp>

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

/// Files of the films, in order: what two evaluations must share.
bool same_films(const Evaluation& a, const Evaluation& b) {
  return std::ranges::equal(a.predictions.films, b.predictions.films, {}, &PredictedFilm::file,
                            &PredictedFilm::file);
}

/// The folder's own name, also where the path ends in a slash or is ".".
std::string name_of(const std::filesystem::path& folder) {
  std::error_code ignored;
  const auto absolute = std::filesystem::absolute(folder / "", ignored).lexically_normal();
  return absolute.parent_path().filename().string();
}

Result<std::vector<Bundle>> read_bundles(std::span<const std::filesystem::path> folders,
                                         const Reporter& reporter) {
  std::vector<Bundle> bundles;
  for (const auto& folder : folders) {
    CHESTLENS_TRY(auto bundle, read_bundle(folder));
    bundle.card.name = name_of(folder);
    if (bundle.figures_dropped) {
      reporter.note(bundle.card.name +
                    ": the figures in its card are of another model.onnx and are not used");
    }
    const auto& provenance = bundle.card.provenance;
    if (provenance && provenance->epochs_done < provenance->epochs_planned) {
      reporter.note(fmt::format("{}: exported after epoch {} of {}: its training was not finished",
                                bundle.card.name, provenance->epochs_done,
                                provenance->epochs_planned));
    }
    bundles.push_back(std::move(bundle));
  }
  return bundles;
}

/// Names every bundle whose classes are not the first one's.
Status check_classes_of(const std::vector<Bundle>& bundles) {
  const Card& first = bundles.front().card;
  std::vector<std::string> odd;
  for (const Bundle& bundle : bundles) {
    if (bundle.card.classes == first.classes) continue;
    odd.push_back(bundle.card.name + " (" + joined(bundle.card.classes) + ")");
  }
  if (odd.empty()) return {};
  return fail(ErrorCode::mismatch,
              "has other classes, or has them in another order, than " + first.name + " (" +
                  joined(first.classes) +
                  "): neither a table nor an ensemble holds both; score it by itself with "
                  "chestlens evaluate --bundle",
              joined(odd));
}

Result<EvaluatedBundle> evaluate_bundle(const Bundle& bundle, const std::filesystem::path& folder,
                                        const RunData& data, const FilmsAtHand& at_hand,
                                        const Reporter& reporter) {
  CHESTLENS_TRY(const auto films, with_context(films_of(data, at_hand.part), bundle.card.name));
  CHESTLENS_TRY(const auto session, open_session(bundle, folder, {.threads = at_hand.threads}));
  CHESTLENS_TRY(auto outputs, run_films(session, bundle.card, data, films, at_hand, reporter));
  CHESTLENS_TRY(auto probabilities, probabilities_of_films(outputs.logits, bundle.card));
  CHESTLENS_TRY(auto evaluation,
                with_context(evaluate_probabilities(at_hand.part, data.manifest, films,
                                                    std::move(probabilities), reporter),
                             bundle.card.name));
  take_origin(data, evaluation);
  return EvaluatedBundle{bundle.card, std::move(outputs.features), std::move(evaluation),
                         std::move(outputs.feature_films)};
}

}  // namespace

Result<EvaluatedBundles> evaluate_bundles(std::span<const std::filesystem::path> folders,
                                          const FilmsAtHand& films, const Reporter& reporter) {
  CHESTLENS_TRY(auto bundles, read_bundles(folders, reporter));
  CHESTLENS_CHECK(check_classes_of(bundles));
  EvaluatedBundles evaluated;
  CHESTLENS_TRY(evaluated.data, part_films(bundles, films, reporter));
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    const Bundle& bundle = bundles[i];
    CHESTLENS_TRY(auto one, guarded(folders[i].string(), [&] {
                    return evaluate_bundle(bundle, folders[i], evaluated.data, films, reporter);
                  }));
    evaluated.bundles.push_back(std::move(one));
  }
  return evaluated;
}

Status check_same_films(const EvaluatedBundle& first, const EvaluatedBundle& other) {
  const char* differs = nullptr;
  if (other.evaluation.classes != first.evaluation.classes) {
    differs = "has other classes, or has them in another order, than ";
  } else if (!same_films(other.evaluation, first.evaluation)) {
    differs = "was scored on other films than ";
  }
  if (differs == nullptr) return {};
  return fail(ErrorCode::mismatch,
              differs + first.card.name + ": neither a table nor an ensemble holds both",
              other.card.name);
}

Status check_ensemble(const EvaluatedBundle& first, const EvaluatedBundle& member) {
  const Status same = check_same_films(first, member);
  return same ? check_members(first.card, member.card) : same;
}

Result<std::vector<float>> probabilities_of_films(std::span<const float> logits, const Card& card) {
  std::vector<float> all;
  const std::size_t classes = card.classes.size();
  for (std::size_t begin = 0; begin < logits.size(); begin += classes) {
    const auto row = logits.subspan(begin, std::min(classes, logits.size() - begin));
    CHESTLENS_TRY(const auto probabilities, probabilities_from(row, card));
    all.insert(all.end(), probabilities.begin(), probabilities.end());
  }
  return all;
}

Result<Evaluation> evaluate_ensemble(std::span<const WeightedBundle> members, double temperature,
                                     const RunData& data, const Reporter& reporter) {
  for (const WeightedBundle& member : members) {
    CHESTLENS_CHECK(check_ensemble(members.front().bundle, member.bundle));
  }
  const Evaluation& first = members.front().bundle.evaluation;
  const std::size_t classes = first.classes.size();
  std::vector<float> all;
  for (std::size_t film = 0; film < first.scored.truth.size(); ++film) {
    std::vector<EnsembleMember> rows;
    for (const auto& [bundle, weight] : members) {
      const std::span probabilities = bundle.evaluation.scored.probabilities;
      const auto row = probabilities.subspan(film * classes, classes);
      rows.push_back({{row.begin(), row.end()}, weight});
    }
    CHESTLENS_TRY(const auto probabilities, ensemble_probabilities(rows, temperature));
    all.insert(all.end(), probabilities.begin(), probabilities.end());
  }
  CHESTLENS_TRY(const auto films, films_of(data, first.part));
  CHESTLENS_TRY(auto evaluation,
                with_context(evaluate_probabilities(first.part, data.manifest, films,
                                                    std::move(all), reporter),
                             "ensemble"));
  take_origin(data, evaluation);
  return evaluation;
}

}  // namespace chestlens
