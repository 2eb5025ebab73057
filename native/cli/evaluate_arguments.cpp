#include "cli/evaluate_arguments.hpp"

#include "cli/class_share.hpp"
#include "data/film_cache.hpp"

namespace chestlens {
namespace {

Status refuse(const char* option, const char* why) {
  return fail(ErrorCode::invalid_argument, why, option);
}

Status check_bundles(const EvaluateArguments& arguments) {
  if (arguments.data.empty()) {
    return refuse("--data", "is missing: bundles do not know where films are");
  }
  if (arguments.views) {
    return refuse("--tta", "is for --run: a bundle is scored as the page runs it");
  }
  if (arguments.device) {
    return refuse("--device", "is for --run: bundles are scored in ONNX Runtime on the CPU");
  }
  return {};
}

Status check_cards(const EvaluateArguments& arguments) {
  if (arguments.models.empty() && !arguments.table.empty()) {
    return refuse("--table", "is for the bundles of --models");
  }
  if (!arguments.write_cards) return {};
  if (!arguments.run.empty()) return refuse("--write-cards", "is for bundles: a run has no card");
  if (arguments.external) return {};
  if (!arguments.bundle.empty()) {
    return refuse("--write-cards", "is for --external with --bundle, or for --models");
  }
  if (arguments.split == "test") return {};
  return refuse("--write-cards",
                "is for --split test and --external: export wrote validation's metrics, and a card "
                "has one audit");
}

Status check_external(const EvaluateArguments& arguments) {
  if (arguments.external && arguments.data.empty()) {
    return refuse("--external", "wants --data, the folder of those films");
  }
  if (!arguments.external && !arguments.films_name.empty()) {
    return refuse("--films-name", "is for --external");
  }
  if (arguments.recalls.empty()) {
    return arguments.validation_data.empty() ? Status()
                                             : refuse("--validation-data", "is for --recall");
  }
  if (arguments.external && arguments.validation_data.empty() && arguments.run.empty()) {
    return refuse("--recall",
                  "is chosen on films that validated the model: give their folder by "
                  "--validation-data");
  }
  return {};
}

}  // namespace

std::filesystem::path EvaluateArguments::cache_folder() const {
  return no_cache ? std::filesystem::path() : film_cache_folder();
}

EvaluatedPart EvaluateArguments::part() const {
  if (external) return EvaluatedPart::external;
  return parse_evaluated_part(split).value();  // CLI11 has checked it
}

Status check_evaluate(const EvaluateArguments& arguments) {
  const int given =
      int{!arguments.run.empty()} + int{!arguments.models.empty()} + int{!arguments.bundle.empty()};
  if (given != 1) {
    return fail(ErrorCode::invalid_argument,
                "give --run FOLDER to score a run, or --models FOLDER --data FOLDER to score "
                "bundles, or --bundle FOLDER --data FOLDER to score one");
  }
  if (arguments.run.empty()) CHESTLENS_CHECK(check_bundles(arguments));
  CHESTLENS_CHECK(check_cards(arguments));
  CHESTLENS_CHECK(check_external(arguments));
  if (!arguments.record_films) return {};
  if (!arguments.bundle.empty() && arguments.part() == EvaluatedPart::validation) return {};
  return refuse("--record-films", "is for --bundle, on its validation films");
}

FilmsAtHand films_at_hand(const EvaluateArguments& arguments, EvaluatedPart part) {
  return {.folder = arguments.data,
          .part = part,
          .threads = arguments.threads,
          .cache_folder = arguments.cache_folder(),
          .name = arguments.films_name};
}

FilmsAtHand validation_films(const EvaluateArguments& arguments) {
  FilmsAtHand films = films_at_hand(arguments, EvaluatedPart::validation);
  if (!arguments.validation_data.empty()) films.folder = arguments.validation_data;
  return films;
}

Result<std::vector<WantedRecall>> wanted_recalls(const EvaluateArguments& arguments,
                                                 const std::vector<std::string>& classes) {
  std::vector<WantedRecall> wanted;
  for (const std::string& text : arguments.recalls) {
    CHESTLENS_TRY(const auto one, parse_class_share(text, classes, "--recall"));
    if (one.share <= 0.0) {
      return fail(ErrorCode::invalid_argument, "a recall of 0 wants nothing", "--recall");
    }
    wanted.push_back({one.class_index, one.share});
  }
  return wanted;
}

}  // namespace chestlens
