#include "cli/predict_run.hpp"

#include "cli/predict_stream.hpp"
#include "cli/terminal.hpp"
#include "files/stored.hpp"
#include "io/nearest.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"
#include "io/visible_text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// The class of --class, if it is given; otherwise each film's predicted class is drawn.
Result<std::optional<int>> asked_class(const std::string& name, const Card& card) {
  if (name.empty()) return std::nullopt;
  const auto found = std::ranges::find(card.classes, name);
  if (found != card.classes.end()) return static_cast<int>(found - card.classes.begin());
  return fail(ErrorCode::invalid_argument,
              "\"" + name + "\" is none of the classes: " + joined(card.classes) +
                  did_you_mean(name, card.classes),
              "--class");
}

/// All that is read and must not be written over, the films as they were named.
std::vector<fs::path> inputs_of(const PredictCall& call) {
  std::vector<fs::path> inputs{call.choice.model.bundle, call.choice.model.models, call.films_from};
  inputs.insert(inputs.end(), call.films.begin(), call.films.end());
  return inputs;
}

/// Pictures are asked for by all films' names, which are then known before the first is read.
Status check_pictures_of(const PredictCall& call, FilmsToPredict& films,
                         const std::function<bool()>& stopped) {
  if (call.pictures.heatmap.empty() && call.pictures.overlays.empty()) return {};
  CHESTLENS_TRY(auto all, all_films(films.next, stopped));
  std::vector<fs::path> inputs = inputs_of(call);
  std::vector<FilmToPredict> shown;
  for (const FilmToPredict& film : all) {
    if (is_passed_over(film)) continue;
    shown.push_back(film);
    inputs.push_back(file_on_disk(film.path));
  }
  // What a stopped call drew is drawn again.
  const OutputRule rule{.replace = call.replace || call.resume, .inputs = files_at(inputs)};
  CHESTLENS_CHECK(check_pictures(call.pictures, shown, rule));
  films.count = std::ssize(all);
  films.next = source_of(std::move(all));
  return {};
}

/// Takes the first film, so that a list without any is told before the work.
Result<FilmStream> stream_of(const PredictCall& call, FilmsToPredict& films,
                             const std::function<bool()>& stopped) {
  CHESTLENS_CHECK(check_pictures_of(call, films, stopped));
  FilmStream stream{films.next};
  CHESTLENS_TRY(auto first, stream.next(stopped));
  if (first) stream.begun.push_back(*std::move(first));
  return stream;
}

/// Where the results go: a file of rows, or standard output.
class Results {
 public:
  Results(const ResultStyle& style, std::optional<RowsFile> file)
      : style_(style), file_(std::move(file)) {}

  RowsFile* file() { return file_ ? &*file_ : nullptr; }

  /// Errors: io.
  Status put(const std::string& text) {
    if (file_) return file_->append(text);
    std::fputs(text.c_str(), stdout);
    if (std::fflush(stdout) == 0) return {};
    return fail(ErrorCode::io, "cannot be written", "standard output");
  }
  Status put(const std::vector<FilmResult>& films) {
    std::string text;
    for (const FilmResult& film : films) {
      if (film.passed_over) continue;
      if (style_.format == ResultFormat::json && std::exchange(has_films_, true)) text += ',';
      text += film.text;
    }
    return put(text);
  }
  Status end() { return put(results_tail(style_, has_films_)); }

 private:
  ResultStyle style_;
  std::optional<RowsFile> file_;
  bool has_films_ = false;
};

/// Whether each film's row appears on a terminal as it is predicted: then no bar is needed.
bool shows_rows(const ResultStyle& style, bool to_file) {
  return !to_file && style.format != ResultFormat::json && ::isatty(STDOUT_FILENO) != 0;
}

Status stopped_after(const PredictTally& tally, bool to_file) {
  return fail(ErrorCode::interrupted, fmt::format("stopped after {} films{}", tally.films,
                                                  to_file ? "; --resume goes on after them" : ""));
}

/// A call whose place and predictor are there.
struct PredictTask {
  const PredictCall& call;
  const PredictPlan& plan;
  const ResultStyle& style;
  const PredictionPictures& pictures;
  const Reporter& reporter;
  const std::function<bool()>& stopped;
  std::int64_t films = 0;  // 0 where it is not known
  const RowsRule& rule;
};

Status predict_all(const PredictTask& task, FilmStream& stream, Results& results,
                   PredictTally& tally) {
  bool tells_distances = false;
  std::int64_t passed = tally.films;
  for (const auto& [folder, files] : tally.folders) passed += files.others;
  std::optional<Progress> progress;
  if (task.films != 1 && !shows_rows(task.style, !task.call.out.empty())) {
    progress.emplace(task.reporter, "predict", std::max(std::int64_t{0}, task.films - passed),
                     "films");
  }
  std::mutex one_at_a_time;
  const BatchWork work{task.plan.predictor, task.style, task.pictures, task.call.frame,
                       task.plan.device == Device::cuda ? &one_at_a_time : nullptr};
  const auto put = [&](const std::vector<FilmResult>& films) -> Status {
    for (const FilmResult& film : films) {
      count_film(tally, film.film, film.passed_over, film.error.has_value());
      tells_distances = tells_distances || film.tells_distance;
      if (film.error) task.reporter.note(visible_text(to_string(*film.error)));
      for (const std::string& note : film.notes) {
        task.reporter.note(visible_text(film.film.path.string() + ": " + note));
      }
    }
    CHESTLENS_CHECK(results.put(films));
    if (progress) progress->advance(std::ssize(films));
    return {};
  };
  CHESTLENS_CHECK(predict_stream(work, stream, task.plan.workers, task.stopped, put));
  if (progress) progress->finish();
  if (tells_distances && task.style.format == ResultFormat::table && task.call.out.empty()) {
    task.reporter.note("x: times the distance that 95 of 100 validation films keep");
  }
  return {};
}

Status run_task(const PredictTask& task, FilmStream& stream) {
  std::optional<RowsFile> file;
  PredictTally tally;
  if (!task.call.out.empty()) {
    const std::string made = made_of(task.plan, task.style, task.pictures);
    if (task.call.resume) {
      CHESTLENS_TRY(const bool whole, is_whole(task.call.out, made));
      if (whole) {
        task.reporter.note(visible_text(task.call.out.string()) + ": is whole already");
        CHESTLENS_TRY(auto rows, RowsFile::open_whole(
                                     task.call.out, results_head(task.style, task.plan.predictor)));
        CHESTLENS_CHECK(check_whole(rows, task.style.format, stream, tally, task.stopped));
        return outcome_of(tally);
      }
    }
    CHESTLENS_TRY(auto opened,
                  RowsFile::open(task.call.out, made, results_head(task.style, task.plan.predictor),
                                 task.call.resume));
    file.emplace(std::move(opened));
    if (task.call.resume) {
      CHESTLENS_CHECK(pass_written(*file, task.style.format, stream, tally, task.stopped));
    }
    if (tally.films > 0) {
      task.reporter.note(fmt::format("goes on after {} films", tally.films));
    }
  }
  Results results(task.style, std::move(file));
  Status status;
  if (task.call.out.empty()) status = results.put(results_head(task.style, task.plan.predictor));
  if (status) status = predict_all(task, stream, results, tally);
  if (const Status ended = results.end(); status) status = ended;
  if (std::ferror(stdout) != 0) return {};  // which main reports, with its reason
  note_tally(
      tally,
      task.style.format == ResultFormat::json || task.style.format == ResultFormat::json_lines,
      task.reporter);
  CHESTLENS_CHECK(std::move(status));
  if (task.stopped()) return stopped_after(tally, !task.call.out.empty());
  if (results.file() != nullptr) {
    const bool replaces = task.rule.output.replace || task.rule.resume;
    CHESTLENS_CHECK(results.file()->commit({replaces, task.rule.output.inputs}));
  }
  return outcome_of(tally);
}

}  // namespace

Status run_predict(const PredictCall& call, const std::function<bool()>& stopped) {
  const Reporter reporter = terminal_reporter();
  ResultStyle style = call.style;
  RowsRule rule;
  if (!call.out.empty()) {
    CHESTLENS_TRY(style.format, rows_format(call.out));
    rule = {{.replace = call.replace, .inputs = files_at(inputs_of(call))}, call.resume};
    CHESTLENS_CHECK(check_rows_file(call.out, rule));
  }
  CHESTLENS_TRY(auto films, films_to_predict(call.films, call.films_from));
  CHESTLENS_TRY(auto stream, stream_of(call, films, stopped));
  CHESTLENS_TRY(const auto plan, plan_prediction(call.choice, films.count, reporter));
  PredictionPictures pictures = call.pictures;
  CHESTLENS_TRY(pictures.class_index,
                asked_class(call.class_name, plan.predictor.members.front().card));
  const std::string resumed = call.resume ? made_of_rows(call.out) : "";
  CHESTLENS_TRY(pictures.colors, overlay_colors(call.colors_name, resumed));
  stream.batch_films = static_cast<std::size_t>(plan.batch_films);
  return run_task({call, plan, style, pictures, reporter, stopped, films.count, rule}, stream);
}

}  // namespace chestlens
