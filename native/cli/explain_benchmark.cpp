#include "bundle/bundle.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"
#include "explain/benchmark.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::vector<fs::path> bundles;
  fs::path data;
  fs::path out;
  std::vector<std::string> methods;
  BenchmarkOptions options;
  bool replace = false;
};

/// Two models of one name would share a chart's file.
Status check_names(const std::vector<fs::path>& bundles) {
  std::set<std::string> names;
  for (const fs::path& bundle : bundles) {
    CHESTLENS_TRY(const auto card, read_card(bundle));
    if (names.insert(card.name).second) continue;
    return fail(ErrorCode::invalid_argument,
                fmt::format("is named twice, or another bundle is called {} too", card.name),
                bundle.string());
  }
  return {};
}

Status run(Arguments arguments) {
  BenchmarkOptions& options = arguments.options;
  for (const std::string& name : arguments.methods) {
    CHESTLENS_TRY(const MapMethod method, parse_map_method(name));
    options.methods.push_back(method);
  }
  if (arguments.methods.empty()) {
    for (const MapMethodInfo& method : map_methods()) options.methods.push_back(method.method);
  }
  catch_interrupts();
  options.stopped = interrupted;
  const Reporter reporter = terminal_reporter();
  std::vector<fs::path> inputs = arguments.bundles;
  inputs.push_back(arguments.data);
  const OutputRule rule{.replace = arguments.replace, .inputs = files_at(inputs)};
  if (!arguments.out.empty()) CHESTLENS_CHECK(check_benchmark_folder(arguments.out, rule));
  CHESTLENS_CHECK(check_names(arguments.bundles));
  CHESTLENS_TRY(const auto films, benchmark_films(arguments.data, options.seed, reporter));
  std::vector<ModelBenchmark> models;
  for (const fs::path& bundle : arguments.bundles) {
    CHESTLENS_TRY(auto model, benchmark_bundle(bundle, films, options, reporter));
    models.push_back(std::move(model));
  }
  fmt::print("{}", to_text(models));
  if (arguments.out.empty()) return {};
  return write_benchmark(arguments.out, models, options, rule);
}

std::vector<std::string> names_of_methods() {
  std::vector<std::string> names;
  for (const MapMethodInfo& method : map_methods()) names.emplace_back(method.name);
  return names;
}

}  // namespace

void add_explain_benchmark(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  BenchmarkOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "explain-benchmark",
      "Measure which of explain's maps find what is there: on generated films, whose findings are\n"
      "known, with models that were trained on such films.");
  command->add_option("--bundles", arguments->bundles, "Folders of bundles")->required();
  command
      ->add_option("--data", arguments->data,
                   "Folder that `chestlens phantom` wrote: films, masks and manifest")
      ->required();
  command->add_option("--method", arguments->methods, "Methods to measure; all if not given")
      ->check(one_of(names_of_methods()))
      ->delimiter(',');
  command
      ->add_option("--films", options.films,
                   "Films to measure with each model, at most: those that it answers right")
      ->check(whole_number_in(5, 10'000))
      ->capture_default_str();
  command->add_flag("--wrong-too", options.wrong_too,
                    "Measure films that a model answers wrong, too, by the map of their own class");
  command
      ->add_option("--patch", options.occlusion.patch_pixels,
                   "Side of occlusion's grey patch in pixels of the network's input; it moves by\n"
                   "half of it")
      ->check(whole_number_in(2, 512))
      ->capture_default_str();
  command
      ->add_option("--shuffled", options.shuffled_share,
                   "Share of the network's weights, the last, that the sanity test shuffles")
      ->check(number_in(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--draws", options.draws, "Draws of the bootstrap for the intervals")
      ->check(whole_number_in(100, 100'000))
      ->capture_default_str();
  command->add_option("--seed", options.seed, "Seed of the films, the shuffling and the bootstrap")
      ->check(seed_number())
      ->capture_default_str();
  auto* out =
      command->add_option("--out", arguments->out,
                          "New folder for benchmark.txt, .csv and .json and a chart of each model");
  command
      ->add_flag("--replace", arguments->replace,
                 "Replace a folder that holds such a benchmark as it was written, and no more")
      ->needs(out);
  add_threads_option(*command, options.threads);
  command->callback([arguments, &chosen] {
    OcclusionOptions& occlusion = arguments->options.occlusion;
    occlusion.stride_pixels = std::max(1, occlusion.patch_pixels / 2);
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
