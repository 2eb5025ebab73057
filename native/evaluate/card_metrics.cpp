#include "evaluate/card_metrics.hpp"

#include "bundle/bundle.hpp"
#include "io/atomic_file.hpp"

#include <set>
#include <string>
#include <utility>

namespace chestlens {

std::vector<MeasuredMetric> with_metrics(std::vector<MeasuredMetric> list,
                                         const Evaluation& evaluation) {
  const std::string films = part_title(evaluation);
  auto metrics = measured_metrics(evaluation);
  std::set<std::string> names;
  for (const MeasuredMetric& metric : metrics) names.insert(metric.name);
  std::erase_if(list, [&](const MeasuredMetric& metric) {
    return metric.measured_on.starts_with(films) && names.contains(metric.name);
  });
  const bool is_external = evaluation.part == EvaluatedPart::external;
  list.insert(is_external ? list.end() : list.begin(), metrics.begin(), metrics.end());
  return list;
}

Status add_to_card(const std::filesystem::path& folder, const Evaluation& evaluation) {
  CHESTLENS_TRY(auto bundle, read_bundle(folder));
  CHESTLENS_CHECK(check_own_figures(bundle.card));
  bundle.card.metrics = with_metrics(std::move(bundle.card.metrics), evaluation);
  return write_file_atomic(folder / card_file, to_json(bundle.card));
}

Status check_own_figures(const Card& card) {
  if (has_figures_of_its_model(card)) return {};
  return fail(ErrorCode::mismatch,
              "the figures in its card are of another model.onnx: score its test films first, with "
              "--split test --write-cards",
              card.name);
}

}  // namespace chestlens
