#include "phantom/phantom.hpp"

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/validators.hpp"
#include "io/progress.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path out;
  PhantomOptions options;
  std::string shortcut;
  std::string planted;
  bool replace = false;
};

Status run(Arguments arguments) {
  if (!arguments.shortcut.empty()) {
    CHESTLENS_TRY(const auto shortcut, parse_shortcut(arguments.shortcut));
    arguments.options.shortcut = shortcut;
  }
  if (!arguments.planted.empty()) {
    CHESTLENS_TRY(const auto planted, parse_planted_clue(arguments.planted));
    arguments.options.planted = planted;
  }
  CHESTLENS_CHECK(check_options(arguments.options));
  const Reporter reporter = terminal_reporter();
  Progress progress(reporter, "generated films", arguments.options.films, "films");
  CHESTLENS_CHECK(write_phantom_dataset(arguments.out, arguments.options,
                                        [&progress](std::int64_t) { progress.advance(); },
                                        {.replace = arguments.replace}));
  progress.finish();
  return {};
}

}  // namespace

void add_phantom(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  PhantomOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "phantom",
      "Generate chest-like films of four classes, with masks of the findings and a manifest.\n"
      "For tests and teaching; real films are the real input.");
  command->add_option("--out", arguments->out, "New folder for the data set")->required();
  command->add_flag(
      "--replace", arguments->replace,
      "Replace a folder that holds generated films as they were written, and no more");
  command->add_option("--films", options.films, "Number of films")
      ->check(whole_number_in(1, 100'000))
      ->capture_default_str();
  command->add_option("--size", options.size_pixels, "Side of a film in pixels")
      ->check(whole_number_in(64, 1024))
      ->capture_default_str();
  command->add_option("--seed", options.seed, "Seed; the same seed gives the same films")
      ->check(seed_number())
      ->capture_default_str();
  command
      ->add_option("--test-fraction", options.test_fraction, "Share of the films in the test split")
      ->check(number_in(0.0, 0.9))
      ->capture_default_str();
  command
      ->add_option("--mildest", options.mildest,
                   "Severity of the faintest finding, from 0 (hardly visible) to 1 (obvious)")
      ->check(number_in(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--shortcut", arguments->shortcut,
                      "CLASS=TEXT: burn a text into every film of one class, a shortcut that a\n"
                      "network may learn");
  command->add_option(
      "--plant", arguments->planted,
      "CLASS=KIND:STRENGTH: plant another such clue into every film of one class:\n"
      "text, border, blur, brightness or noise, from 0 (hardly there) to 1 (plain)");
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
