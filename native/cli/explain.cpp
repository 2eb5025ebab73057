#include "cli/colors.hpp"
#include "cli/commands.hpp"
#include "cli/explain_films.hpp"
#include "cli/frame_option.hpp"
#include "cli/interrupt.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"

#include <chestlens/decode.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace chestlens {
namespace {

std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const MapMethodInfo& method : map_methods()) names.emplace_back(method.name);
  names.emplace_back("all");
  return names;
}

void add_map_options(CLI::App& command, ExplainCall& call) {
  command
      .add_option(
          "--method", call.methods,
          "Maps to make, with commas between: of what the model gives (hirescam, gradcam,\n"
          "gradcam++, eigencam), of runs of its head (reciprocam, ablationcam) or of the network\n"
          "(hirescam-fine with 16, occlusion with hundreds)")
      ->check(one_of(method_names()))
      ->delimiter(',')
      ->allow_extra_args(false)  // the films may follow
      ->default_str("hirescam,gradcam");
  command
      .add_option(
          "--class", call.classes,
          "Classes to show, with commas between; \"predicted\" for each film's own. All if not\n"
          "given")
      ->delimiter(',')
      ->allow_extra_args(false);
  command
      .add_option(
          "--scale", call.scale,
          "What the strongest color stands for: each map's own maximum, the largest of all\n"
          "classes by its method, or that of all classes and methods")
      ->check(one_of({"own", "shared", "all"}))
      ->capture_default_str();
  command.add_option("--colors", call.colors, colors_help)
      ->check(one_of(color_names()))
      ->capture_default_str();
  command.add_flag(
      "--against", call.against,
      "Draw what speaks against a class too, in blue, where a method knows of it; what\n"
      "speaks for it is then orange");
  command
      .add_option("--patch", call.occlusion.patch_pixels,
                  "Side of occlusion's grey patch in pixels of the network's input; it moves by\n"
                  "half of it")
      ->check(whole_number_in(2, 512))
      ->capture_default_str();
}

}  // namespace

void add_explain(CLI::App& app, Action& chosen) {
  const auto call = std::make_shared<ExplainCall>();
  CLI::App* command = app.add_subcommand(
      "explain",
      "Show where on films a model's answers come from, by several methods side by side. For\n"
      "education and research, not diagnosis.");
  command->add_option(
      "films", call->films,
      fmt::format("{} files,\nfolders, ZIP archives and quoted patterns", film_formats));
  auto* frame = add_frame_option(*command, call->frame);
  auto* cases = command->add_option(
      "--cases", call->cases,
      "Instead of films, a folder of manifest.csv: some films of each class that are answered\n"
      "right, wrong, and wrong with the most confidence");
  cases->excludes(frame);
  command->add_option("--each", call->each, "Films of each class and case")
      ->check(whole_number_in(1, 50))
      ->needs(cases)
      ->capture_default_str();
  auto* bundle =
      command
          ->add_option(
              "--bundle", call->bundles,
              "Folder of a bundle: model.onnx and model.json. Given again, models are shown\n"
              "side by side")
          ->allow_extra_args(false);
  auto* models = command
                     ->add_option("--models", call->models,
                                  "Folder of catalog.json and the bundles that it lists")
                     ->excludes(bundle);
  command
      ->add_option("--model", call->model,
                   "Name of a model or an ensemble of --models; the catalog's default if not given")
      ->needs(models);
  add_map_options(*command, *call);
  auto* out = command->add_option(
      "--out", call->out,
      "New folder for index.html (of many films, page-2.html and so on), a PNG of each film's\n"
      "maps, maps.csv and maps.json");
  command
      ->add_flag("--replace", call->replace,
                 "Replace a folder that holds such maps as they were written, and no more")
      ->needs(out);
  add_threads_option(*command, call->threads);
  command->callback([call, &chosen] {
    if (call->bundles.empty() && call->models.empty()) {
      throw CLI::RequiredError("One of --bundle and --models");
    }
    if (call->films.empty() == call->cases.empty()) {
      throw CLI::RequiredError("Either films or --cases");
    }
    if (!call->cases.empty() && call->out.empty()) throw CLI::RequiresError("--cases", "--out");
    call->occlusion.stride_pixels = std::max(1, call->occlusion.patch_pixels / 2);
    chosen = [call] {
      catch_interrupts();
      return call->cases.empty() ? run_explain(*call, interrupted)
                                 : run_explain_cases(*call, interrupted);
    };
  });
}

}  // namespace chestlens
