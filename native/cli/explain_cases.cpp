#include "cli/explain_choice.hpp"
#include "cli/explain_films.hpp"
#include "cli/terminal.hpp"
#include "data/manifest.hpp"
#include "explain/cases.hpp"
#include "explain/write_maps.hpp"

#include <fmt/format.h>

#include <utility>

namespace chestlens {

Status run_explain_cases(const ExplainCall& call, const std::function<bool()>& stopped) {
  const Reporter reporter = terminal_reporter();
  CHESTLENS_TRY(const auto methods, asked_methods(call.methods));
  std::vector<std::filesystem::path> inputs = call.bundles;
  inputs.insert(inputs.end(), {call.models, call.cases});
  const OutputRule rule{.replace = call.replace, .inputs = files_at(inputs)};
  CHESTLENS_CHECK(check_maps_folder(call.out, rule));
  CHESTLENS_TRY(const auto manifest, load_manifest(call.cases));
  CHESTLENS_TRY(const auto explainer, open_asked(call));
  CHESTLENS_TRY(auto report, case_report(explainer, manifest,
                                         {.methods = methods,
                                          .scale = scale_of(call),
                                          .each = call.each,
                                          .occlusion = call.occlusion,
                                          .stopped = stopped},
                                         reporter));
  const std::string& name = explainer.predictor.name;
  const MapsFolder folder{
      .title = "Films by case, and where the answers of " + name + " come from",
      .lead = fmt::format("Films of each class that {} answers right, wrong, and wrong while it is "
                          "surest, with the maps of its answers.",
                          name),
      .meanings = meanings_of(methods),
      .panels = std::move(report.panels),
      .files = {{"cases.csv", std::move(report.csv)}}};
  CHESTLENS_CHECK(write_maps(call.out, folder, rule));
  fmt::print("{}\n", (call.out / "index.html").string());
  return {};
}

}  // namespace chestlens
