#include "cli/explain_films.hpp"

#include "cli/predict_films.hpp"
#include "cli/terminal.hpp"
#include "data/film.hpp"
#include "data/manifest.hpp"
#include "explain/cases.hpp"
#include "explain/film_maps.hpp"
#include "explain/film_panel.hpp"
#include "explain/map_numbers.hpp"
#include "explain/write_maps.hpp"
#include "io/nearest.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"
#include "io/visible_text.hpp"

#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <numeric>
#include <set>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

Result<std::vector<MapMethod>> asked_methods(const std::vector<std::string>& names) {
  if (names.empty()) return std::vector{MapMethod::hires_cam, MapMethod::grad_cam};
  std::vector<MapMethod> methods;
  if (std::ranges::find(names, "all") != names.end()) {
    for (const MapMethodInfo& method : map_methods()) methods.push_back(method.method);
    return methods;
  }
  for (const std::string& name : names) {
    CHESTLENS_TRY(const MapMethod method, parse_map_method(name));
    if (std::ranges::find(methods, method) == methods.end()) methods.push_back(method);
  }
  return methods;
}

constexpr int predicted_class = -1;  // whichever a film's is

Result<std::vector<int>> asked_classes(const std::vector<std::string>& names,
                                       const std::vector<std::string>& classes) {
  std::vector<int> chosen;
  if (names.empty()) {
    chosen.resize(classes.size());
    std::iota(chosen.begin(), chosen.end(), 0);
    return chosen;
  }
  for (const std::string& name : names) {
    if (name == "predicted") {
      chosen.push_back(predicted_class);
      continue;
    }
    const auto found = std::ranges::find(classes, name);
    if (found == classes.end()) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is none of the classes: {}{}", name, joined(classes),
                              did_you_mean(name, classes)),
                  "--class");
    }
    chosen.push_back(static_cast<int>(found - classes.begin()));
  }
  return chosen;
}

/// The classes to show of a film, none twice.
std::vector<int> classes_of(const FilmMaps& maps, const std::vector<int>& chosen) {
  std::vector<int> classes;
  for (const int asked : chosen) {
    const int shown = asked == predicted_class ? most_probable(maps.probabilities) : asked;
    if (std::ranges::find(classes, shown) == classes.end()) classes.push_back(shown);
  }
  return classes;
}

Result<Explainer> open_asked(const ExplainCall& call) {
  return call.bundle.empty() ? open_explainer(call.models, call.model, call.threads)
                             : open_explainer(call.bundle, call.threads);
}

/// "film" or, where another film of the call has that name, "film-2".
std::string panel_name(const fs::path& film, std::set<std::string>& taken) {
  const std::string stem = film.stem().string();
  std::string name = stem;
  for (int number = 2; !taken.insert(name).second; ++number) {
    name = fmt::format("{}-{}", stem, number);
  }
  return name;
}

std::vector<std::string> meanings_of(const std::vector<MapMethod>& methods) {
  std::vector<std::string> meanings;
  for (const MapMethod method : methods) {
    const MapMethodInfo& info = map_method_info(method);
    meanings.push_back(fmt::format("{}: {} ({})", info.title, info.meaning, info.paper));
  }
  return meanings;
}

/// One member's answer is not said twice where it is the model's own.
void note_refusals(const Explainer& explainer, const FilmMaps& maps, const Reporter& reporter) {
  for (std::size_t m = 0; m < maps.members.size(); ++m) {
    for (const MethodMaps& method : maps.members[m].methods) {
      if (!method.maps.empty()) continue;
      reporter.note(
          fmt::format("{}: {}", explainer.predictor.members[m].card.name, method.refused));
    }
  }
}

Status check_any_map(const FilmMaps& maps, const Explainer& explainer) {
  for (const MemberMaps& member : maps.members) {
    for (const MethodMaps& method : member.methods) {
      if (!method.maps.empty()) return {};
    }
  }
  return fail(ErrorCode::unsupported,
              fmt::format("{}; --method gradcam is one that it has",
                          maps.members.front().methods.front().refused),
              explainer.predictor.name);
}

Result<std::vector<FilmToPredict>> films_of(const ExplainCall& call,
                                            const std::function<bool()>& stopped) {
  CHESTLENS_TRY(auto named, films_to_predict(call.films, ""));
  CHESTLENS_TRY(auto all, all_films(named.next, stopped));
  std::erase_if(all, is_passed_over);
  if (!all.empty()) return all;
  return fail(ErrorCode::not_found, "there is no film in what was named");
}

OutputRule rule_of(const ExplainCall& call, const std::vector<FilmToPredict>& films) {
  std::vector<fs::path> inputs{call.bundle, call.models};
  inputs.insert(inputs.end(), call.films.begin(), call.films.end());
  for (const FilmToPredict& film : films) inputs.push_back(film.path);
  return {.replace = call.replace, .inputs = files_at(inputs)};
}

MapScale scale_of(const ExplainCall& call) {
  return call.scale == "own" ? MapScale::own : MapScale::shared;
}

Status run_cases(const ExplainCall& call, const std::vector<MapMethod>& methods,
                 const std::function<bool()>& stopped, const Reporter& reporter) {
  const OutputRule rule{.replace = call.replace,
                        .inputs = files_at({call.bundle, call.models, call.cases})};
  CHESTLENS_CHECK(check_maps_folder(call.out, rule));
  CHESTLENS_TRY(const auto manifest, load_manifest(call.cases));
  CHESTLENS_TRY(const auto explainer, open_asked(call));
  CHESTLENS_TRY(auto panels, case_panels(explainer, manifest,
                                         {.methods = methods,
                                          .scale = scale_of(call),
                                          .each = call.each,
                                          .occlusion = call.occlusion,
                                          .stopped = stopped},
                                         reporter));
  const std::string& name = explainer.predictor.name;
  CHESTLENS_CHECK(write_maps(
      call.out,
      {.title = "Films by case, and where the answers of " + name + " come from",
       .lead =
           fmt::format("Films of each class that {} answers right, wrong, and wrong while it is "
                       "surest, with the maps of its answers.",
                       name),
       .meanings = meanings_of(methods),
       .panels = std::move(panels),
       .files = {}},
      rule));
  fmt::print("{}\n", (call.out / "index.html").string());
  return {};
}

}  // namespace

Status run_explain(const ExplainCall& call, const std::function<bool()>& stopped) {
  const Reporter reporter = terminal_reporter();
  CHESTLENS_TRY(const auto methods, asked_methods(call.methods));
  if (!call.cases.empty()) return run_cases(call, methods, stopped, reporter);
  CHESTLENS_TRY(const auto films, films_of(call, stopped));
  const OutputRule rule = rule_of(call, films);
  if (!call.out.empty()) CHESTLENS_CHECK(check_maps_folder(call.out, rule));
  CHESTLENS_TRY(const auto explainer, open_asked(call));
  const auto& classes = explainer.predictor.members.front().card.classes;
  CHESTLENS_TRY(const auto chosen, asked_classes(call.classes, classes));

  MapsFolder folder{
      .title = "Where the answers of " + explainer.predictor.name + " come from",
      .lead = fmt::format("{} by {}. Rows are classes, the predicted one marked.",
                          films.size() == 1 ? "One film" : fmt::format("{} films", films.size()),
                          explainer.predictor.name),
      .meanings = meanings_of(methods)};
  std::deque<FilmMaps> kept;
  std::vector<NumberedFilm> numbered;
  std::set<std::string> taken;
  OcclusionOptions occlusion = call.occlusion;
  occlusion.progress = [&stopped](int, int) { return !stopped(); };
  Progress progress(reporter, "explained films", std::ssize(films), "films");
  for (const FilmToPredict& film : films) {
    if (stopped()) return fail(ErrorCode::interrupted, "stopped; nothing was written");
    const std::string name = film.path.string();
    if (film.problem) return tl::unexpected(*film.problem);
    CHESTLENS_TRY(const auto image, read_film(film.path));
    CHESTLENS_TRY(auto maps,
                  with_context(explain_film(explainer, image, methods, occlusion), name));
    if (kept.empty()) {
      CHESTLENS_CHECK(check_any_map(maps, explainer));
      note_refusals(explainer, maps, reporter);
    }
    const auto shown = classes_of(maps, chosen);
    CHESTLENS_TRY(auto panel, film_panel(explainer, maps,
                                         {.title = visible_text(film.name.string()),
                                          .classes = shown,
                                          .scale = scale_of(call)}));
    folder.panels.emplace_back(panel_name(film.path, taken), std::move(panel));
    kept.push_back(std::move(maps));
    numbered.push_back({film.name.string(), &kept.back()});
    progress.advance();
    if (call.out.empty()) {
      reporter.say(visible_text(name));
      fmt::print("{}\n", maps_text(explainer, numbered.back(), shown));
    }
  }
  progress.finish();
  if (call.out.empty()) return {};
  folder.files.emplace_back("maps.csv", maps_csv(explainer, numbered));
  folder.files.emplace_back("maps.json", maps_json(explainer, numbered));
  CHESTLENS_CHECK(write_maps(call.out, folder, rule));
  fmt::print("{}\n", (call.out / "index.html").string());
  return {};
}

}  // namespace chestlens
