#include "evaluate/run_evaluation.hpp"

#include "io/atomic_file.hpp"

#include <string>
#include <utility>

namespace chestlens {

Result<Evaluation> evaluate_run(const Run& run, const RunEvaluationOptions& options,
                                const Reporter& reporter) {
  report_notices(run.recipe, reporter);
  CHESTLENS_TRY(auto data, load_run_data(run, options.data_folder));
  data.cache_folder = options.cache_folder;
  CHESTLENS_TRY(const auto classifier, load_best(run, options.make_network));
  return evaluate(run, classifier, data, options.part, options.device, options.threads,
                  options.views, reporter);
}

Status save_evaluation(const Run& run, const Evaluation& evaluation) {
  const std::string views =
      evaluation.views > 0 ? "-tta" + std::to_string(evaluation.views) : std::string();
  const std::string name = to_string(evaluation.part) + views;
  const RunFiles files(run.folder);
  CHESTLENS_CHECK(save_predictions(files.predictions(name), evaluation.predictions));
  return write_file_atomic(files.evaluation(name), to_json(evaluation));
}

Result<std::vector<PredictionTable>> load_run_predictions(
    std::span<const std::filesystem::path> run_folders, EvaluatedPart part) {
  const std::string name = to_string(part);
  std::vector<PredictionTable> tables;
  for (const auto& folder : run_folders) {
    auto table = load_predictions(RunFiles(folder).predictions(name));
    if (!table && table.error().code == ErrorCode::not_found) {
      return fail(ErrorCode::not_found,
                  "has no predictions; run chestlens evaluate --split " + name + " on it first",
                  folder.string());
    }
    CHESTLENS_CHECK(table);
    tables.push_back(*std::move(table));
  }
  return tables;
}

}  // namespace chestlens
