#include "report/source_probe.hpp"

#include "io/guarded.hpp"
#include "io/progress.hpp"

#include <chestlens/bootstrap.hpp>
#include <chestlens/roc_area.hpp>

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr int probe_folds = 5;
constexpr double probe_penalty = 0.01;  // times half the squared weights, added to the mean loss

using Rows = std::vector<std::int64_t>;  // row numbers in the features

/// The films of one class by source, most films first.
struct ClassSources {
  int class_index = 0;
  std::vector<std::pair<std::string, Rows>> sources;

  std::size_t second() const { return sources.size() < 2 ? 0 : sources[1].second.size(); }
};

ClassSources sources_of_class(const Manifest& manifest, std::span<const std::size_t> films,
                              int class_index) {
  std::map<std::string, Rows> rows;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const ManifestRow& film = manifest.films[films[i]];
    if (film.class_index == class_index && !film.source.empty()) {
      rows[film.source].push_back(static_cast<std::int64_t>(i));
    }
  }
  ClassSources found{class_index, {rows.begin(), rows.end()}};
  std::ranges::stable_sort(found.sources, std::greater(),
                           [](const auto& source) { return source.second.size(); });
  return found;
}

/// Weights [K+1] of the logistic regression on standardised x [n,K], y [n] in {0,1}.
torch::Tensor fit(const torch::Tensor& x, const torch::Tensor& y) {
  auto weight = torch::zeros({x.size(1)}, x.options().requires_grad(true));
  auto bias = torch::zeros({1}, x.options().requires_grad(true));
  torch::optim::LBFGS optimizer(
      std::vector<torch::Tensor>{weight, bias},
      torch::optim::LBFGSOptions(1.0).max_iter(100).line_search_fn("strong_wolfe"));
  optimizer.step([&] {
    optimizer.zero_grad();
    auto loss = torch::binary_cross_entropy_with_logits(x.mv(weight) + bias, y) +
                0.5 * probe_penalty * weight.square().sum();
    loss.backward();
    return loss;
  });
  return torch::cat({weight, bias}).detach();
}

/// Each film's score by a probe that saw neither it nor its patient.
std::vector<float> cross_validated_scores(const torch::Tensor& x, const torch::Tensor& y,
                                          const std::vector<std::string>& patients,
                                          const Reporter& reporter) {
  std::vector<float> scores(patients.size());
  Progress progress(reporter, "source probe", probe_folds, "folds");
  const PatientFilms groups = films_by_patient(patients);
  for (int fold = 0; fold < probe_folds; ++fold) {
    Rows inside, outside;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      Rows& rows = static_cast<int>(g % probe_folds) == fold ? outside : inside;
      for (const std::size_t film : groups[g]) rows.push_back(static_cast<std::int64_t>(film));
    }
    if (outside.empty()) continue;
    const auto seen = torch::tensor(inside), unseen = torch::tensor(outside);
    const auto mean = x.index_select(0, seen).mean(0);
    const auto deviation = x.index_select(0, seen).std(0).clamp_min(1e-6);
    const auto standardised = (x - mean) / deviation;
    const auto weights = fit(standardised.index_select(0, seen), y.index_select(0, seen));
    const auto k = weights.size(0) - 1;
    const auto score = standardised.index_select(0, unseen).mv(weights.slice(0, 0, k)) + weights[k];
    for (std::size_t i = 0; i < outside.size(); ++i) {
      scores[static_cast<std::size_t>(outside[i])] =
          score[static_cast<std::int64_t>(i)].item<float>();
    }
    progress.advance();
  }
  progress.finish();
  return scores;
}

/// The class whose second source has most films.
ClassSources most_divided_class(const Manifest& manifest, std::span<const std::size_t> films) {
  ClassSources chosen;
  for (int c = 0; c < static_cast<int>(manifest.classes.size()); ++c) {
    auto found = sources_of_class(manifest, films, c);
    if (found.second() > chosen.second()) chosen = std::move(found);
  }
  return chosen;
}

/// The probe of a class's two largest sources.
Result<SourceProbe> probe_class(const ClassSources& probed, const torch::Tensor& features,
                                const Manifest& manifest, std::span<const std::size_t> films,
                                const Reporter& reporter) {
  const auto& [first_name, first_rows] = probed.sources[0];
  const auto& [second_name, second_rows] = probed.sources[1];
  Rows rows = first_rows;
  rows.insert(rows.end(), second_rows.begin(), second_rows.end());
  std::ranges::sort(rows);  // the folds then do not follow the sources
  std::vector<int> is_second;
  std::vector<std::string> patients;
  for (const std::int64_t row : rows) {
    const ManifestRow& film = manifest.films[films[static_cast<std::size_t>(row)]];
    is_second.push_back(film.source == second_name ? 1 : 0);
    patients.push_back(film.patient_id);
  }
  const auto x = features.index_select(0, torch::tensor(rows)).to(torch::kFloat64);
  const auto scores =
      cross_validated_scores(x, torch::tensor(is_second).to(torch::kFloat64), patients, reporter);
  CHESTLENS_TRY(const auto area, roc_area(scores, is_second, films_by_patient(patients)));
  return SourceProbe{.class_name = manifest.classes[static_cast<std::size_t>(probed.class_index)],
                     .first_source = first_name,
                     .second_source = second_name,
                     .first_films = std::ssize(first_rows),
                     .second_films = std::ssize(second_rows),
                     .roc_area = {area.area, area.interval}};
}

}  // namespace

Result<std::optional<SourceProbe>> probe_sources(const torch::Tensor& features,
                                                 const Manifest& manifest,
                                                 std::span<const std::size_t> films,
                                                 const Reporter& reporter) {
  const ClassSources probed = most_divided_class(manifest, films);
  if (probed.second() < static_cast<std::size_t>(few_films)) return std::nullopt;
  return guarded("source probe", [&]() -> Result<std::optional<SourceProbe>> {
    CHESTLENS_TRY(auto probe, probe_class(probed, features, manifest, films, reporter));
    return std::optional(std::move(probe));
  });
}

}  // namespace chestlens
