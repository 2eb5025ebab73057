#include "cli/explain_films.hpp"

#include "cli/explain_choice.hpp"
#include "cli/predict_films.hpp"
#include "cli/terminal.hpp"
#include "data/film.hpp"
#include "explain/map_numbers.hpp"
#include "explain/write_maps.hpp"
#include "io/progress.hpp"
#include "io/visible_text.hpp"

#include <fmt/format.h>

#include <deque>
#include <set>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::ptrdiff_t most_films_of_a_page = 500;

/// "film" or, where another film of the call has that name, "film-2".
std::string panel_name(const fs::path& film, std::set<std::string>& taken) {
  const std::string stem = film.stem().string();
  std::string name = stem;
  for (int number = 2; !taken.insert(name).second; ++number) {
    name = fmt::format("{}-{}", stem, number);
  }
  return name;
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
  std::vector<fs::path> inputs = call.bundles;
  inputs.push_back(call.models);
  inputs.insert(inputs.end(), call.films.begin(), call.films.end());
  for (const FilmToPredict& film : films) inputs.push_back(film.path);
  return {.replace = call.replace, .inputs = files_at(inputs)};
}

/// What a page of all films is made of.
struct ExplainedFilms {
  MapsFolder folder;
  std::deque<FilmMaps> maps = {};  // to which the numbers point
  std::vector<NumberedFilm> numbers = {};
  std::set<std::string> names = {};
};

Status check_count(const ExplainCall& call, const std::vector<FilmToPredict>& films) {
  if (call.out.empty() || std::ssize(films) <= most_films_of_a_page) return {};
  return fail(ErrorCode::too_large,
              fmt::format("{} films are too many for a page, which holds {}; --cases chooses some "
                          "of a data set",
                          films.size(), most_films_of_a_page),
              call.out.string());
}

Result<FilmMaps> maps_of(const Explainer& explainer, const FilmToPredict& film,
                         const std::vector<MapMethod>& methods, const OcclusionOptions& occlusion) {
  if (film.problem) return tl::unexpected(*film.problem);
  CHESTLENS_TRY(const auto image, read_film(film.path));
  return with_context(explain_film(explainer, image, methods, occlusion), film.path.string());
}

Status add_to_page(const ExplainCall& call, const Explainer& explainer, const FilmToPredict& film,
                   FilmMaps maps, const std::vector<int>& shown, ExplainedFilms& page) {
  CHESTLENS_TRY(auto panel, film_panel(explainer, maps,
                                       {.title = visible_text(film.name.string()),
                                        .classes = shown,
                                        .scale = scale_of(call)}));
  page.folder.panels.emplace_back(panel_name(film.path, page.names), std::move(panel));
  page.maps.push_back(std::move(maps));
  page.numbers.push_back({film.name.string(), &page.maps.back()});
  return {};
}

ExplainedFilms new_page(const Explainer& explainer, const std::vector<MapMethod>& methods,
                        std::size_t films) {
  const std::string& name = explainer.predictor.name;
  return {{.title = "Where the answers of " + name + " come from",
           .lead = fmt::format("{} by {}. Rows are classes, the predicted one marked.",
                               films == 1 ? "One film" : fmt::format("{} films", films), name),
           .meanings = meanings_of(methods)}};
}

Status write_page(const ExplainCall& call, const Explainer& explainer, ExplainedFilms& page,
                  const OutputRule& rule) {
  page.folder.files.emplace_back("maps.csv", maps_csv(explainer, page.numbers));
  page.folder.files.emplace_back("maps.json", maps_json(explainer, page.numbers));
  CHESTLENS_CHECK(write_maps(call.out, page.folder, rule));
  fmt::print("{}\n", (call.out / "index.html").string());
  return {};
}

}  // namespace

Status run_explain(const ExplainCall& call, const std::function<bool()>& stopped) {
  const Reporter reporter = terminal_reporter();
  CHESTLENS_TRY(const auto methods, asked_methods(call.methods));
  CHESTLENS_TRY(const auto films, films_of(call, stopped));
  CHESTLENS_CHECK(check_count(call, films));
  const OutputRule rule = rule_of(call, films);
  if (!call.out.empty()) CHESTLENS_CHECK(check_maps_folder(call.out, rule));
  CHESTLENS_TRY(const auto explainer, open_asked(call));
  CHESTLENS_TRY(const auto asked,
                asked_classes(call.classes, explainer.predictor.members.front().card.classes));
  ExplainedFilms page = new_page(explainer, methods, films.size());
  OcclusionOptions occlusion = call.occlusion;
  occlusion.progress = [&stopped](int, int) { return !stopped(); };
  Progress progress(reporter, "explained films", std::ssize(films), "films");
  for (const FilmToPredict& film : films) {
    if (stopped()) return fail(ErrorCode::interrupted, "stopped; nothing was written");
    CHESTLENS_TRY(auto maps, maps_of(explainer, film, methods, occlusion));
    if (&film == &films.front()) CHESTLENS_CHECK(check_maps(explainer, maps, reporter));
    const auto shown = classes_of(maps, asked);
    if (call.out.empty()) {
      reporter.say(visible_text(film.path.string()));
      fmt::print("{}\n", maps_text(explainer, {film.name.string(), &maps}, shown));
    } else {
      CHESTLENS_CHECK(add_to_page(call, explainer, film, std::move(maps), shown, page));
    }
    progress.advance();
  }
  progress.finish();
  return call.out.empty() ? Status() : write_page(call, explainer, page, rule);
}

}  // namespace chestlens
