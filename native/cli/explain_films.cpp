#include "cli/explain_films.hpp"

#include "cli/explain_choice.hpp"
#include "cli/predict_films.hpp"
#include "cli/terminal.hpp"
#include "data/film.hpp"
#include "explain/map_numbers.hpp"
#include "explain/write_maps.hpp"
#include "files/stored.hpp"
#include "io/progress.hpp"
#include "io/visible_text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

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
  for (const FilmToPredict& film : films) inputs.push_back(file_on_disk(film.path));
  return {.replace = call.replace, .inputs = files_at(inputs)};
}

/// What is asked of every film.
struct ExplainTask {
  const ExplainCall& call;
  const Explainer& explainer;
  const std::vector<MapMethod>& methods;
  const std::vector<int>& asked;  // classes
  const std::vector<FilmToPredict>& films;
  const Reporter& reporter;
  const std::function<bool()>& stopped;
};

/// A film as it is, and as each model takes it.
struct ReadyFilm {
  GreyImage image;
  PreparedFilm prepared;
};

Result<ReadyFilm> ready_film(const Explainer& explainer, const FilmToPredict& film,
                             std::optional<int> frame) {
  if (film.problem) return tl::unexpected(*film.problem);
  CHESTLENS_TRY(auto read, read_decoded_film(film.path, frame));
  CHESTLENS_TRY(auto prepared,
                with_context(prepare_film(explainer.predictor, read.image, read.subject),
                             film.path.string()));
  return ReadyFilm{std::move(read.image), std::move(prepared)};
}

/// Where a film's maps go, or why there are none.
struct MapsTaker {
  std::function<Status(const FilmToPredict& film, const FilmMaps& maps)> take;
  std::function<Status(const std::string& problem)> pass_over;
};

/// Each film's maps as they are made; a film that cannot be read is named, and the others go on.
/// Returns how many could not. Errors: those of the maps and the taker; interrupted.
Result<std::int64_t> explain_all(const ExplainTask& task, const MapsTaker& taker) {
  OcclusionOptions occlusion = task.call.occlusion;
  occlusion.progress = [&task](int, int) { return !task.stopped(); };
  Progress progress(task.reporter, "explained films", std::ssize(task.films), "films");
  std::int64_t failures = 0, explained = 0;
  for (const FilmToPredict& film : task.films) {
    if (task.stopped()) return fail(ErrorCode::interrupted, "stopped; nothing was written");
    auto ready = ready_film(task.explainer, film, task.call.frame);
    if (!ready) {
      const std::string problem = visible_text(to_string(ready.error()));
      task.reporter.note(problem);
      ++failures;
      CHESTLENS_CHECK(taker.pass_over(problem));
    } else {
      CHESTLENS_TRY(const auto maps,
                    with_context(explain_prepared(task.explainer, std::move(ready->image),
                                                  ready->prepared, task.methods, occlusion),
                                 film.path.string()));
      if (explained++ == 0) CHESTLENS_CHECK(check_maps(task.explainer, maps, task.reporter));
      CHESTLENS_CHECK(taker.take(film, maps));
    }
    progress.advance();
  }
  progress.finish();
  return failures;
}

Status outcome_of(std::int64_t failures, std::size_t films) {
  if (failures == 0) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} of {} films cannot be explained", failures, films));
}

Result<std::int64_t> print_all(const ExplainTask& task) {
  return explain_all(task, {[&task](const FilmToPredict& film, const FilmMaps& maps) -> Status {
                              task.reporter.say(visible_text(film.path.string()));
                              fmt::print("{}\n",
                                         maps_text(task.explainer, {film.name.string(), &maps},
                                                   classes_of(maps, task.asked)));
                              return {};
                            },
                            [](const std::string& /*problem*/) -> Status { return {}; }});
}

MapsHead head_of(const ExplainTask& task) {
  const Predictor& predictor = task.explainer.predictor;
  const bool is_one = predictor.members.size() == 1;
  return {
      .title = "Where the answers of " + predictor.name + " come from",
      .lead = fmt::format(
          "{} by {}. Rows are classes, the predicted one{} marked. Before all, whether the film "
          "is like those that {} trained on: of one that is not, probabilities and maps mean "
          "nothing.",
          task.films.size() == 1 ? "One film" : fmt::format("{} films", task.films.size()),
          predictor.name, is_one ? "" : " by " + together_in_words(predictor),
          is_one ? "the model was" : "each model was"),
      .meanings = meanings_of(task.methods)};
}

/// Nothing is kept of a film once it is written.
Status write_film(const ExplainTask& task, const FilmToPredict& film, const FilmMaps& maps,
                  const std::string& name, bool is_first, MapsWriter& writer) {
  CHESTLENS_TRY(const auto panel, film_panel(task.explainer, maps,
                                             {.title = visible_text(film.name.string()),
                                              .classes = classes_of(maps, task.asked),
                                              .look = look_of(task.call)}));
  const NumberedFilm numbered{film.name.string(), &maps};
  CHESTLENS_CHECK(writer.add(name, panel));
  CHESTLENS_CHECK(writer.append("maps.csv", maps_csv_rows(task.explainer, numbered)));
  return writer.append("maps.json", maps_json_film(task.explainer, numbered, is_first));
}

Result<std::int64_t> write_all(const ExplainTask& task, MapsWriter& writer) {
  CHESTLENS_CHECK(writer.append("maps.csv", maps_csv_head()));
  CHESTLENS_CHECK(writer.append("maps.json", maps_json_head(task.explainer)));
  std::set<std::string> names;
  const MapsTaker taker{[&](const FilmToPredict& film, const FilmMaps& maps) {
                          const bool is_first = names.empty();
                          return write_film(task, film, maps, panel_name(film.path, names),
                                            is_first, writer);
                        },
                        [&](const std::string& problem) { return writer.say(problem); }};
  CHESTLENS_TRY(const auto failures, explain_all(task, taker));
  if (names.empty()) return tl::unexpected(outcome_of(failures, task.films.size()).error());
  CHESTLENS_CHECK(writer.append("maps.json", maps_json_tail()));
  return failures;
}

}  // namespace

Status run_explain(const ExplainCall& call, const std::function<bool()>& stopped) {
  const Reporter reporter = terminal_reporter();
  CHESTLENS_TRY(const auto methods, asked_methods(call.methods));
  CHESTLENS_TRY(const auto films, films_of(call, stopped));
  const OutputRule rule = rule_of(call, films);
  if (!call.out.empty()) CHESTLENS_CHECK(check_maps_folder(call.out, rule));
  CHESTLENS_TRY(const auto explainer, open_asked(call));
  CHESTLENS_TRY(const auto asked,
                asked_classes(call.classes, explainer.predictor.members.front().card.classes));
  const ExplainTask task{call, explainer, methods, asked, films, reporter, stopped};
  if (call.out.empty()) {
    CHESTLENS_TRY(const auto failures, print_all(task));
    return outcome_of(failures, films.size());
  }
  std::int64_t failures = 0;
  CHESTLENS_CHECK(write_maps(call.out, head_of(task), rule, [&](MapsWriter& writer) -> Status {
    CHESTLENS_TRY(failures, write_all(task, writer));
    return {};
  }));
  fmt::print("{}\n", (call.out / "index.html").string());
  return outcome_of(failures, films.size());
}

}  // namespace chestlens
