#include "bundle/bundle_map.hpp"
#include "bundle/catalog.hpp"
#include "cli/commands.hpp"
#include "cli/frame_option.hpp"
#include "cli/interrupt.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"
#include "data/film_cache.hpp"
#include "embed/embed_models.hpp"
#include "embed/placed_text.hpp"
#include "embed/write_maps.hpp"
#include "io/lock.hpp"
#include "io/output.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  EmbedCall call;
  fs::path models;
  std::vector<std::string> names;  // of `models`; empty: all
  fs::path out;
  bool replace = false;
  bool write_maps = false;
  bool json = false;
};

void check_usage(const Arguments& arguments) {
  const EmbedCall& call = arguments.call;
  if (call.bundles.empty() && arguments.models.empty()) {
    throw CLI::RequiredError("One of --bundle and --models");
  }
  if (call.data.empty() && call.new_films.empty()) {
    throw CLI::RequiredError("--data, --film or both");
  }
  if (call.data.empty() && (!arguments.out.empty() || arguments.write_maps)) {
    throw CLI::RequiresError(arguments.out.empty() ? "--write-maps" : "--out", "--data");
  }
}

Result<std::vector<fs::path>> bundles_of(const Arguments& arguments) {
  if (arguments.models.empty()) return arguments.call.bundles;
  CHESTLENS_TRY(const auto catalog, read_catalog(arguments.models));
  std::vector<fs::path> folders;
  for (const CatalogModel& model : catalog.models) {
    const bool is_asked = arguments.names.empty() ||
                          std::ranges::find(arguments.names, model.name) != arguments.names.end();
    if (is_asked) folders.push_back(arguments.models / model.name);
  }
  for (const std::string& name : arguments.names) {
    if (std::ranges::find(catalog.models, name, &CatalogModel::name) != catalog.models.end()) {
      continue;
    }
    return fail(ErrorCode::not_found, "lists no model " + name,
                (arguments.models / catalog_file).string());
  }
  return folders;
}

/// Puts each map into its bundle.
Status write_into_bundles(const std::vector<fs::path>& bundles, const MapStudy& study) {
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    CHESTLENS_TRY(const auto lock, FolderLock::take(bundles[i], "is writing a bundle here"));
    CHESTLENS_TRY(const auto bytes, write_map(bundles[i], study.models[i].made.map));
    std::fputs(fmt::format("{}: {} bytes\n", (bundles[i] / map_file).string(), bytes).c_str(),
               stdout);
  }
  return {};
}

Status place_only(const EmbedCall& call, bool json) {
  CHESTLENS_TRY(const auto models, place_films(call, terminal_reporter(), interrupted));
  if (json) {
    std::fputs(placed_to_json(models).c_str(), stdout);
    return {};
  }
  for (const ModelMap& model : models) {
    std::printf("%s\n%s\n", model.title.c_str(), placed_text(model.made.map, model.placed).c_str());
  }
  return {};
}

Status run(const Arguments& arguments) {
  catch_interrupts();
  EmbedCall call = arguments.call;
  CHESTLENS_TRY(call.bundles, bundles_of(arguments));
  if (call.data.empty()) return place_only(call, arguments.json);
  std::vector<fs::path> inputs{call.data, arguments.models};
  inputs.insert(inputs.end(), call.bundles.begin(), call.bundles.end());
  inputs.insert(inputs.end(), call.new_films.begin(), call.new_films.end());
  const OutputRule rule{.replace = arguments.replace, .inputs = files_at(inputs)};
  if (!arguments.out.empty()) CHESTLENS_CHECK(check_maps_place(arguments.out, rule));
  call.cache_folder = film_cache_folder();
  CHESTLENS_TRY(const auto study, embed_models(call, terminal_reporter(), interrupted));
  if (arguments.json) {
    std::fputs(to_json(study).c_str(), stdout);
  } else {
    std::fputs(to_markdown(study).c_str(), stdout);
    for (const ModelMap& model : study.models) {
      if (model.placed.empty()) continue;
      std::printf("\n%s\n%s", model.title.c_str(),
                  placed_text(model.made.map, model.placed, study.films.files).c_str());
    }
  }
  if (!arguments.out.empty()) CHESTLENS_CHECK(write_maps(arguments.out, study, rule));
  return arguments.write_maps ? write_into_bundles(call.bundles, study) : Status();
}

void add_map_options(CLI::App& command, EmbedCall& call) {
  command
      .add_option("--perplexity", call.options.perplexity,
                  "How many neighbours a film has on the map, about; fewer where films are few")
      ->check(number_in(1.0, 1000.0))
      ->capture_default_str();
  command
      .add_option("--components", call.options.components,
                  "Principal components of the features that are kept")
      ->check(whole_number_in(2, 256))
      ->capture_default_str();
  command.add_option("--seed", call.options.seed, "Seed of the map's beginning")
      ->check(seed_number())
      ->capture_default_str();
  command.add_option("--nearest", call.nearest, "Nearest films that are listed for each --film")
      ->check(whole_number_in(1, 1000))
      ->capture_default_str();
}

}  // namespace

void add_embed(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  EmbedCall& call = arguments->call;
  CLI::App* command = app.add_subcommand(
      "embed",
      "Map films by what networks see in them: t-SNE of the features of one bundle or several,\n"
      "side by side, by class and by source, with figures of what separates. A film of one's own\n"
      "is placed among them, with the films nearest to it.");
  auto* bundle = command->add_option("--bundle", call.bundles, "Folders of bundles");
  auto* models = command
                     ->add_option("--models", arguments->models,
                                  "Instead: folder of catalog.json, whose models are mapped")
                     ->excludes(bundle);
  command->add_option("--model", arguments->names, "Names of some models of --models")
      ->needs(models);
  command->add_option(
      "--data", call.data,
      "Folder of the films, with manifest.csv; without it, --film goes by the maps\n"
      "that the bundles hold");
  auto* film = command->add_option("--film", call.new_films, "Films to place on the maps");
  add_frame_option(*command, call.frame)->needs(film);
  auto* out = command->add_option(
      "--out", arguments->out,
      "Folder for the maps as SVG and PNG, each film's place as CSV, and the figures");
  command->add_flag("--replace", arguments->replace, "Replace maps in that folder")->needs(out);
  command->add_flag("--write-maps", arguments->write_maps,
                    "Put each map into its bundle as map.bin, and its digest into the card");
  command->add_flag("--json", arguments->json, "Print the figures as JSON instead of a table");
  add_map_options(*command, call);
  add_threads_option(*command, call.options.threads);
  command->callback([arguments, &chosen] {
    check_usage(*arguments);
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
