#include "bundle/catalog.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "data/film_cache.hpp"
#include "evaluate/bundle_evaluation.hpp"
#include "io/atomic_file.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"
#include "plot/chart.hpp"
#include "report/weight_curve.hpp"

#include <chestlens/ensemble_weights.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path models, data, curve;
  std::vector<std::string> members;
  std::string name, title;
  std::string objective = "macro_f1";
  std::string least_recall;
  bool equal = false;
  int draws = BootstrapOptions().draws;
  int threads = 1;
};

/// "covid19=0.95".
Result<std::optional<RecallFloor>> parse_floor(const std::string& text,
                                               const std::vector<std::string>& classes) {
  if (text.empty()) return std::nullopt;
  const auto equals = text.rfind('=');
  const std::string name = text.substr(0, equals);
  const auto found = std::ranges::find(classes, name);
  RecallFloor floor{static_cast<int>(found - classes.begin()), 0.0};
  const char* const end = text.data() + text.size();
  const bool is_number = equals != std::string::npos &&
                         std::from_chars(text.data() + equals + 1, end, floor.recall).ptr == end &&
                         floor.recall >= 0.0 && floor.recall <= 1.0;
  if (found != classes.end() && is_number) return floor;
  return fail(ErrorCode::invalid_argument,
              "\"" + text + "\" is not CLASS=RECALL with a class of " + joined(classes) +
                  " and a recall from 0 to 1",
              "--least-recall");
}

WeightChoice plain_average(std::size_t members) {
  const double weight = 1.0 / static_cast<double>(members);
  return {.weights = std::vector(members, weight),
          .intervals = std::vector(members, Interval{weight, weight})};
}

Result<WeightChoice> choose(const MemberPredictions& predictions, EnsembleObjective objective,
                            const std::optional<RecallFloor>& floor, int draws,
                            const Reporter& reporter) {
  Progress progress(reporter, "weights", draws, "draws");
  WeightOptions options{.objective = objective, .floor = floor};
  options.bootstrap.draws = draws;
  options.bootstrap.after_draw = [&progress] { progress.advance(); };
  return choose_weights(predictions, options);
}

std::string how_chosen(const Arguments& arguments, const WeightChoice& choice,
                       const MemberPredictions& predictions) {
  if (arguments.equal) return "The plain average: its members weigh the same, no film chose that.";
  std::string objective = arguments.objective;
  std::ranges::replace(objective, '_', ' ');
  if (objective.ends_with("f1")) objective.replace(objective.size() - 2, 2, "F1");
  std::string text = std::string("Chosen for the ") +
                     (arguments.objective == "cross_entropy" ? "least " : "best ") + objective +
                     " on " + std::to_string(predictions.truth.size()) +
                     " validation films, which no member was trained on";
  if (!arguments.least_recall.empty()) text += ", with " + arguments.least_recall + " at least";
  char values[96];
  std::snprintf(values, sizeof values, ": %.4f there, where equal weights give %.4f.", choice.value,
                choice.value_of_average);
  return text + values +
         " The films that chose the weights flatter them; the intervals are of weights chosen on " +
         std::to_string(arguments.draws) + " draws of the patients.";
}

std::string how_calibrated(double temperature, const Evaluation& before, const Evaluation& after) {
  const auto error = [](const Evaluation& evaluation) {
    return percent(evaluation.assessment.calibration_error.value) + " %";
  };
  char degrees[32];
  std::snprintf(degrees, sizeof degrees, "%.3f", temperature);
  return std::string(" Its temperature, ") + degrees +
         ", was fitted on the validation films: expected calibration error " + error(before) +
         " before, " + error(after) +
         " after. It makes their cross-entropy least, which need not lower that error.";
}

/// In the place of an older one of its name.
Catalog with_ensemble(Catalog catalog, CatalogEnsemble ensemble) {
  std::erase_if(catalog.ensembles,
                [&](const CatalogEnsemble& older) { return older.name == ensemble.name; });
  catalog.ensembles.push_back(std::move(ensemble));
  return catalog;
}

/// Names and members, before films are read for an ensemble that no catalog would take.
Status check_names(const Arguments& arguments, const Catalog& catalog) {
  CatalogEnsemble draft;
  draft.name = arguments.name;
  draft.title = arguments.title;
  draft.chosen = "not yet";
  for (const std::string& name : arguments.members) {
    CHESTLENS_CHECK(find_entry(catalog, name));
    draft.members.push_back({name, 1.0, {}});
  }
  CHESTLENS_CHECK(parse_catalog(to_json(with_ensemble(catalog, std::move(draft)))));
  return {};
}

/// On the validation films.
Result<std::vector<EvaluatedBundle>> evaluate_members(const Arguments& arguments,
                                                      const Reporter& reporter) {
  std::vector<EvaluatedBundle> members;
  for (const std::string& name : arguments.members) {
    CHESTLENS_TRY(auto scored, evaluate_bundle(arguments.models / name, arguments.data,
                                               EvaluatedPart::validation, arguments.threads,
                                               film_cache_folder(), reporter));
    members.push_back(std::move(scored));
  }
  return members;
}

/// Every member's, each once.
std::vector<std::string> limits_of(const std::vector<EvaluatedBundle>& members) {
  std::vector<std::string> limits;
  for (const EvaluatedBundle& member : members) {
    for (const std::string& limit : member.card.limits) {
      if (std::ranges::find(limits, limit) == limits.end()) limits.push_back(limit);
    }
  }
  return limits;
}

Status run(const Arguments& arguments) {
  const Reporter reporter = terminal_reporter();
  CHESTLENS_TRY(const auto objective, parse_ensemble_objective(arguments.objective));
  CHESTLENS_TRY(const auto catalog, read_catalog(arguments.models));
  CHESTLENS_CHECK(check_names(arguments, catalog));
  CHESTLENS_TRY(const auto scored, evaluate_members(arguments, reporter));
  const std::vector<EvaluatedBundle>& members = scored;
  CHESTLENS_TRY(const auto data, load_card_data(members.front().card, arguments.data));
  CHESTLENS_TRY(const auto floor,
                parse_floor(arguments.least_recall, members.front().evaluation.classes));

  CHESTLENS_TRY(const auto predictions, member_predictions(members));
  CHESTLENS_TRY(const auto choice,
                arguments.equal ? plain_average(members.size())
                                : choose(predictions, objective, floor, arguments.draws, reporter));
  CHESTLENS_TRY(const auto temperature, fit_ensemble_temperature(predictions, choice.weights));
  std::vector<WeightedBundle> weighted;
  for (std::size_t m = 0; m < members.size(); ++m) {
    weighted.push_back({members[m], choice.weights[m]});
  }
  CHESTLENS_TRY(const auto unscaled, evaluate_ensemble(weighted, 1.0, data, reporter));
  CHESTLENS_TRY(const auto evaluation, evaluate_ensemble(weighted, temperature, data, reporter));
  CatalogEnsemble ensemble;
  ensemble.name = arguments.name;
  ensemble.title = arguments.title;
  ensemble.limits = limits_of(members);
  ensemble.temperature = temperature;
  ensemble.metrics = measured_metrics(evaluation);
  ensemble.chosen = how_chosen(arguments, choice, predictions) +
                    how_calibrated(temperature, unscaled, evaluation);
  for (std::size_t m = 0; m < members.size(); ++m) {
    ensemble.members.push_back({arguments.members[m], choice.weights[m], choice.intervals[m]});
    std::printf("%s: weight %.2f (%.2f to %.2f)\n", arguments.members[m].c_str(), choice.weights[m],
                choice.intervals[m].low, choice.intervals[m].high);
  }
  std::printf("%s\n\n%s", ensemble.chosen.c_str(), to_markdown(evaluation).c_str());
  if (!arguments.curve.empty()) {
    CHESTLENS_TRY(const auto curve, weight_curve(predictions, members, choice));
    CHESTLENS_CHECK(write_file_atomic(arguments.curve, to_svg(curve)));
  }
  return write_catalog(arguments.models, with_ensemble(catalog, std::move(ensemble)));
}

}  // namespace

void add_ensemble(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "ensemble",
      "Choose the weights of an ensemble on the validation films and write it into the catalog:\n"
      "the weighted mean of its members' calibrated probabilities, at a temperature fitted there "
      "too.");
  command->add_option("--models", arguments->models, "Folder of catalog.json and the bundles")
      ->required();
  command->add_option("--data", arguments->data, "The films that the members were trained on")
      ->required();
  command->add_option("--members", arguments->members, "Two or more models of the catalog")
      ->required()
      ->expected(2, 32);
  command->add_option("--name", arguments->name, "Of the ensemble: a-z, 0-9, _ and -")->required();
  command->add_option("--title", arguments->title, "Of the ensemble, for people")->required();
  command
      ->add_option("--objective", arguments->objective,
                   "accuracy, balanced_accuracy, macro_f1, weighted_f1 or cross_entropy")
      ->capture_default_str();
  command->add_option("--least-recall", arguments->least_recall,
                      "CLASS=RECALL that the weights must keep, e.g. covid19=0.95");
  CLI::Option* equal = command->add_flag(
      "--equal", arguments->equal, "Choose nothing: the plain average, members weighing the same");
  for (const char* chooses : {"--objective", "--least-recall"}) {
    equal->excludes(command->get_option(chooses));
  }
  command
      ->add_option("--curve", arguments->curve,
                   "SVG of the metrics over the weight; of two members")
      ->needs(command->get_option("--members"));
  command->add_option("--draws", arguments->draws, "Of the bootstrap over patients")
      ->check(CLI::Range(10, 100'000))
      ->capture_default_str();
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] {
    if (!arguments->curve.empty() && arguments->members.size() != 2) {
      throw CLI::ValidationError("--curve", "is of two members");
    }
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
