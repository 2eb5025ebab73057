#include "report/show_run.hpp"

#include "evaluate/evaluation.hpp"
#include "evaluate/run_evaluation.hpp"
#include "io/text.hpp"
#include "plot/chart.hpp"
#include "recipe/network_spec.hpp"
#include "report/film_view.hpp"
#include "report/recipe_facts.hpp"
#include "report/show_evaluation.hpp"
#include "report/training_charts.hpp"
#include "train/epoch_log.hpp"
#include "train/run_history.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

std::string history_text(const RunHistory& history) {
  return fmt::format("{}, {} of {} {}", to_string(history.state), history.epochs_done,
                     history.epochs_planned, history.epochs_planned == 1 ? "epoch" : "epochs");
}

std::string best_text(const Run& run, const RunHistory& history) {
  const auto best = history.best();
  if (!best) return "none yet";
  const KeepBest metric = run.recipe.train.keep_best;
  return fmt::format("epoch {}: {} {:.3f} on validation", best->epoch, metric_name(metric),
                     value_of(metric, *best));
}

PageSection run_section(const Run& run, const RunHistory& history, const ShowOptions& options) {
  PageSection section{.title = "The run"};
  std::string network = run.recipe.network.name;
  const auto classifier = options.make_network(
      network_spec(run.recipe.network, run.classes.size(), run.recipe.input.size_pixels));
  if (classifier)
    network += fmt::format(", {} parameters", group_digits(parameter_count(*classifier)));
  section.facts = {{"folder", run.folder.string()},
                   {"recipe", run.recipe.name},
                   {"network", network},
                   {"classes", joined(run.classes)},
                   {"films as", input_text(run.recipe.input)},
                   {"state", history_text(history)},
                   {"best epoch", best_text(run, history)}};
  if (const auto& began = run.record.began_with) {
    section.facts.push_back({"began with", to_text(*began)});
  }
  for (const auto& [name, value] : history.record) section.facts.push_back({name, value});
  return section;
}

PageSection films_section(const Run& run, const Result<RunData>& data) {
  PageSection section{.title = "Films"};
  section.facts = {{"data", run.data_folder.string()}};
  if (!data) {
    section.notes = {"They cannot be counted: " + to_string(data.error())};
    return section;
  }
  PageTable table{.title = "Films by class and part",
                  .header = {"class", "training", "validation", "test"}};
  const auto count = [&](const std::vector<std::size_t>& films, std::size_t label) {
    return fmt::to_string(std::ranges::count_if(films, [&](std::size_t film) {
      return data->manifest.films[film].class_index == static_cast<int>(label);
    }));
  };
  for (std::size_t c = 0; c < run.classes.size(); ++c) {
    table.rows.push_back({run.classes[c], count(data->split.train, c),
                          count(data->split.validation, c), count(data->split.test, c)});
  }
  if (!run.recipe.data.multi_label) section.tables = {std::move(table)};
  return section;
}

PageSection training_section(const Run& run, const RunHistory& history) {
  PageSection section{.title = "Training"};
  if (history.log.empty()) {
    section.notes = {"No epoch has ended yet: there is no curve."};
    return section;
  }
  const LineChart loss = loss_chart(history.log);
  const LineChart metric = metric_chart(history.log, run.recipe.train.keep_best);
  section.figures = {{"loss.svg", loss.title, to_svg(loss)},
                     {"metric.svg", metric.title, to_svg(metric)}};
  return section;
}

/// Pictures of the mistakes.
Status add_films(const Run& run, const Result<RunData>& data, const PredictionTable& table,
                 const ShowOptions& options, ShownEvaluation& shown) {
  CHESTLENS_CHECK(data);
  CHESTLENS_TRY(const auto classifier, load_best(run, options.make_network));
  for (const Mistake& mistake : shown.mistakes) {
    const PredictedFilm& film = table.films[mistake.film];
    CHESTLENS_TRY(auto view, view_film(classifier, run.recipe.input,
                                       data->manifest.folder / film.file, mistake.predicted));
    const auto& classes = table.classes;
    shown.section.films.push_back(
        {.caption = fmt::format("{}: {}, taken for {} ({} %), which the heat-map is of", film.file,
                                classes[static_cast<std::size_t>(mistake.truth)],
                                classes[static_cast<std::size_t>(mistake.predicted)],
                                percent(mistake.predicted_probability)),
         .film_uri = std::move(view.film),
         .overlay_uri = std::move(view.overlay)});
  }
  return {};
}

Result<PageSection> evaluation_section(const Run& run, EvaluatedPart part,
                                       const Result<RunData>& data, const ShowOptions& options) {
  const std::string name = to_string(part);
  const std::filesystem::path folders[] = {run.folder};
  const auto tables = load_run_predictions(folders, part, options.reporter);
  if (!tables) {
    return PageSection{.title = "Figures on the " + name + " films",
                       .notes = {fmt::format("None: {}", to_string(tables.error()))}};
  }
  const PredictionTable& table = tables->front();
  CHESTLENS_TRY(auto shown, show_evaluation(table, name, options.most_mistakes, options.bootstrap));
  if (options.films) CHESTLENS_CHECK(add_films(run, data, table, options, shown));
  return std::move(shown.section);
}

/// Whether figures on the part are to be expected at all.
bool is_shown(const Run& run, EvaluatedPart part, const Result<RunData>& data) {
  std::error_code ignored;
  if (std::filesystem::exists(RunFiles(run.folder).predictions(to_string(part)), ignored))
    return true;
  return part == EvaluatedPart::validation || !data || !data->split.test.empty();
}

}  // namespace

Result<Page> show_run(const Run& run, const ShowOptions& options) {
  CHESTLENS_TRY(const auto history, run_history(run));
  const auto data = load_run_data(run, options.data_folder, options.reporter);
  Page page{.title = run.recipe.title,
            .lead = fmt::format("A run of {}: {}. Best: {}.", run.recipe.network.name,
                                history_text(history), best_text(run, history)),
            .sections = {run_section(run, history, options), films_section(run, data),
                         training_section(run, history)}};
  if (!run.recipe.data.multi_label && history.best()) {
    for (const EvaluatedPart part : {EvaluatedPart::validation, EvaluatedPart::test}) {
      if (!is_shown(run, part, data)) continue;
      CHESTLENS_TRY(auto section, evaluation_section(run, part, data, options));
      page.sections.push_back(std::move(section));
    }
  }
  page.sections.push_back(
      {.title = "Recipe", .facts = recipe_facts(run.recipe), .verbatim = run.recipe.text});
  return page;
}

}  // namespace chestlens
