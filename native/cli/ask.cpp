#include "bundle/ask_film.hpp"
#include "bundle/asked_text.hpp"
#include "cli/ask_questions.hpp"
#include "cli/commands.hpp"
#include "cli/frame_option.hpp"
#include "cli/model_choice.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"
#include "data/film.hpp"

#include <chestlens/decode.hpp>
#include <chestlens/slider.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path film;
  std::optional<int> frame;
  ModelChoice choice;
  AskOptions questions;
  bool json = false;
  int threads = 1;
};

Status run(const Arguments& arguments) {
  CHESTLENS_TRY(const auto questions, asked_questions(arguments.questions));
  CHESTLENS_TRY(const auto film, read_decoded_film(arguments.film, arguments.frame));
  CHESTLENS_TRY(const auto predictor,
                open_chosen(arguments.choice, {.threads = arguments.threads}));
  const std::string name = arguments.film.string();
  CHESTLENS_TRY(const auto asked, with_context(ask_film(predictor, film, name, questions), name));
  if (arguments.json) {
    CHESTLENS_TRY(const auto json, to_json(asked));
    fmt::print("{}", json);
    return {};
  }
  fmt::print("{}", to_text(asked));
  return {};
}

/// What `parse` reads, refused by its own message.
template <typename Value>
CLI::Validator read_by(Result<Value> (*parse)(const std::string&)) {
  return {[parse](std::string& text) -> std::string {
            const auto value = parse(text);
            return value ? "" : text + " " + to_string(value.error());
          },
          ""};
}

CLI::Validator within(ChangeKind kind) {
  const Slider slider = slider_of(kind, {});
  return number_in(slider.low, slider.high);
}

void add_cover_options(CLI::App& command, AskOptions& options) {
  command
      .add_option("--cover", options.covers,
                  "Parts to cover, one after the other, with commas between. Lungs are the\n"
                  "patient's: the right one lies on the film's left")
      ->check(one_of(film_part_names()))
      ->delimiter(',')
      ->allow_extra_args(false);  // the film may follow
  command
      .add_option("--rectangle", options.rectangles,
                  "Rectangle to cover: LEFT,TOP,RIGHT,BOTTOM in the film's pixels; may be given\n"
                  "again, as all of these")
      ->check(read_by(parse_box))
      ->allow_extra_args(false);
  command
      .add_option("--ellipse", options.ellipses, "Ellipse to cover: that which fills such a box")
      ->check(read_by(parse_box))
      ->allow_extra_args(false);
  command
      .add_option("--brush", options.strokes,
                  "Stroke of a round brush to cover: RADIUS,X,Y and more X,Y, in pixels")
      ->check(read_by(parse_stroke))
      ->allow_extra_args(false);
  command
      .add_option("--fill", options.fill,
                  "What covers are made of: the mean of the rest, what a blur leaves, or grey\n"
                  "levels of the rest, drawn pixel by pixel")
      ->check(one_of(cover_fill_names()))
      ->capture_default_str();
}

void add_change_options(CLI::App& command, AskOptions& options) {
  command
      .add_option("--brightness", options.brightness,
                  "Factor of the brightness; black and white stay")
      ->check(within(ChangeKind::brightness))
      ->delimiter(',')
      ->allow_extra_args(false);
  command
      .add_option("--contrast", options.contrast, "Factor of the contrast at middle grey, likewise")
      ->check(within(ChangeKind::contrast))
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--rotate", options.rotations, "Degrees to turn the film by, clockwise")
      ->check(within(ChangeKind::rotation))
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_flag("--mirror", options.mirror, "Exchange left and right");
  command
      .add_option("--resolution", options.resolutions,
                  "Pixels of the shorter side to coarsen the film to, from 32 to its own")
      ->check(whole_number_in(1, 100'000))
      ->delimiter(',')
      ->allow_extra_args(false);
}

}  // namespace

void add_ask(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "ask",
      "Question one film: what is the answer with a part of it covered, or with the film changed?\n"
      "Each question is asked alone, and the probabilities before and after are set side by side,\n"
      "with the trust in the film so changed. Without a question each part is covered in turn.\n"
      "An answer hangs on what was covered where another class leads or more than half of what\n"
      "lay above chance is lost, and does not where its probability moves by 5 points at most.\n"
      "A cover takes something away, and also makes a film such as the model never saw: \"hangs\n"
      "on\" says that the answer changed with it, not that the model knows what it is. For\n"
      "education and research, not diagnosis.");
  command->add_option("film", arguments->film, fmt::format("{} file", film_formats))->required();
  add_frame_option(*command, arguments->frame);
  add_model_options(*command, arguments->choice);
  add_cover_options(*command, arguments->questions);
  add_change_options(*command, arguments->questions);
  command->add_flag("--json", arguments->json,
                    "Print JSON at full precision instead of a table: models with their digests,\n"
                    "and each question's parameters, answers and summary");
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] {
    check_is_chosen(arguments->choice);
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
