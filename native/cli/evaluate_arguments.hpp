#pragma once

#include "evaluate/bundle_films.hpp"
#include "report/thresholds.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// The command line of chestlens evaluate.
struct EvaluateArguments {
  std::filesystem::path run;
  std::filesystem::path models;
  std::filesystem::path bundle;
  std::filesystem::path data;
  std::filesystem::path table;
  bool write_cards = false;
  bool replace = false;
  std::string split = "validation";
  bool external = false;
  std::string films_name;
  std::vector<std::string> recalls;
  std::filesystem::path validation_data;
  std::optional<std::string> device;  // only where it is on the command line, as views
  std::optional<int> views;
  int threads = 1;
  bool no_cache = false;
  bool record_films = false;

  std::filesystem::path cache_folder() const;
  EvaluatedPart part() const;
};

/// One of --run, --models and --bundle, and no option that it would ignore. Errors:
/// invalid_argument.
Status check_evaluate(const EvaluateArguments& arguments);

/// The films of a part in the folder of --data.
FilmsAtHand films_at_hand(const EvaluateArguments& arguments, EvaluatedPart part);

/// The films that thresholds are chosen on.
FilmsAtHand validation_films(const EvaluateArguments& arguments);

/// What --recall asks of these classes. Errors: those of parse_class_share; invalid_argument for 0.
Result<std::vector<WantedRecall>> wanted_recalls(const EvaluateArguments& arguments,
                                                 const std::vector<std::string>& classes);

}  // namespace chestlens
