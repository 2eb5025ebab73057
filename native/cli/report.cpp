#include "bundle/bundle.hpp"
#include "cli/class_share.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "data/film_cache.hpp"
#include "model_report/report_page.hpp"
#include "model_report/write_report.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  ReportCall call;
  std::string split = "test";
  bool external = false;
  std::vector<std::string> recalls;
  std::vector<std::string> methods;
  bool no_films = false;
  bool no_cache = false;
  bool replace = false;
};

void check_usage(const Arguments& arguments) {
  const ReportCall& call = arguments.call;
  if (call.models.models.empty() && call.models.bundles.empty()) {
    throw CLI::RequiredError("One of --bundle and --models");
  }
  if (call.recalls.empty() && arguments.recalls.empty() && !call.validation_data.empty()) {
    throw CLI::RequiresError("--validation-data", "--recall");
  }
  if (arguments.external && !arguments.recalls.empty() && call.validation_data.empty()) {
    throw CLI::RequiresError("--recall with --external", "--validation-data");
  }
}

/// Says what is wrong with names before the work.
Status read_names(const Arguments& arguments, ReportCall& call) {
  for (const std::string& name : arguments.methods) {
    CHESTLENS_TRY(const MapMethod method, parse_map_method(name));
    call.methods.push_back(method);
  }
  CHESTLENS_TRY(const auto chosen, choose_models(call.models));
  if (arguments.recalls.empty()) return {};
  CHESTLENS_TRY(const auto card, read_card(chosen.folders.front()));
  for (const std::string& text : arguments.recalls) {
    CHESTLENS_TRY(const auto one, parse_class_share(text, card.classes, "--recall"));
    if (one.share <= 0.0) {
      return fail(ErrorCode::invalid_argument, "a recall of 0 wants nothing", "--recall");
    }
    call.recalls.push_back({one.class_index, one.share});
  }
  return {};
}

/// The first sheet, for a terminal.
void print_summary(const Page& page) {
  const Page summary{.title = page.title,
                     .lead = page.lead,
                     .sections = {page.sections.begin(), page.sections.begin() + 2}};
  const std::string text = to_text(summary);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

Status run(const Arguments& arguments) {
  use_threads(arguments.call.threads);
  ReportCall call = arguments.call;
  if (!arguments.no_cache) call.cache_folder = film_cache_folder();
  call.part =
      arguments.external ? EvaluatedPart::external : parse_evaluated_part(arguments.split).value();
  call.films = !arguments.no_films;
  std::vector<fs::path> inputs = call.models.bundles;
  inputs.insert(inputs.end(), {call.models.models, call.data, call.validation_data});
  const OutputRule rule{.replace = arguments.replace, .inputs = files_at(inputs)};
  CHESTLENS_CHECK(check_report_place(call.out, rule));
  CHESTLENS_CHECK(read_names(arguments, call));
  CHESTLENS_TRY(const auto report, measure_report(call, terminal_reporter()));
  CHESTLENS_TRY(const auto page, report_page(report));
  CHESTLENS_CHECK(write_report(call.out, report, page, rule));
  print_summary(page);
  fmt::print("\n{}\n", (call.out / "report.html").string());
  return {};
}

void add_film_options(CLI::App& command, Arguments& arguments) {
  ReportCall& call = arguments.call;
  command.add_option("--data", call.data, "Folder of the films, with manifest.csv")->required();
  CLI::Option* external = command.add_flag(
      "--external", arguments.external,
      "The films of --data are of elsewhere: all are scored but those that trained a model, as\n"
      "chestlens evaluate does");
  command
      .add_option("--films-name", call.films_name,
                  "With --external: what the films are called; else the folder's name")
      ->needs(external);
  command
      .add_option("--split", arguments.split,
                  "Films to score: validation (those that chose the epoch), test (rows that the\n"
                  "manifest calls test) or all (every film that the models never saw)")
      ->check(one_of({"validation", "test", "all"}))
      ->excludes(external)
      ->capture_default_str();
  command.add_option(
      "--recall", arguments.recalls,
      "CLASS=SHARE, e.g. covid19=0.95: choose the probability from which a film is\n"
      "called the class on validation films, and say what it is worth on those scored;\n"
      "may be given several times");
  command.add_option("--validation-data", call.validation_data,
                     "With --recall: folder of the films that validated the models, where they\n"
                     "are not in --data");
}

void add_picture_options(CLI::App& command, Arguments& arguments) {
  std::vector<std::string> names;
  for (const MapMethodInfo& method : map_methods()) names.emplace_back(method.name);
  command
      .add_option("--method", arguments.methods,
                  "Maps of where answers come from, beside the films")
      ->check(one_of(names))
      ->delimiter(',')
      ->default_str("hirescam, or gradcam where a bundle is of format 1");
  command.add_option("--each", arguments.call.each, "Films of each class and case that are shown")
      ->check(whole_number_in(1, 20))
      ->capture_default_str();
  command.add_flag("--no-films", arguments.no_films,
                   "Leave pictures of films out, and say so: films may be private, and their\n"
                   "licences may not allow to pass them on");
}

}  // namespace

void add_report(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  ReportCall& call = arguments->call;
  CLI::App* command = app.add_subcommand(report_command.name, report_command.description);
  auto* bundle = command->add_option("--bundle", call.models.bundles, "Folders of bundles");
  auto* models =
      command
          ->add_option("--models", call.models.models,
                       "Instead: folder of catalog.json, whose models and ensembles are reported")
          ->excludes(bundle);
  command
      ->add_option("--model", call.models.names,
                   "Names of some models and ensembles of --models; an ensemble brings its members")
      ->needs(models);
  add_film_options(*command, *arguments);
  add_picture_options(*command, *arguments);
  command
      ->add_option("--out", call.out,
                   "New folder for report.html, report.json, CSV files and the charts as SVG")
      ->required();
  command->add_flag("--replace", arguments->replace,
                    "Replace a folder that holds such a report as it was written, and no more");
  command->add_flag("--no-cache", arguments->no_cache,
                    "Prepare the films again; see chestlens dataset cache");
  add_threads_option(*command, call.threads);
  command->callback([arguments, &chosen] {
    check_usage(*arguments);
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
