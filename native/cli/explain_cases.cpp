#include "cli/explain_choice.hpp"
#include "cli/explain_films.hpp"
#include "cli/terminal.hpp"
#include "data/shown_manifest.hpp"
#include "explain/cases.hpp"
#include "explain/write_maps.hpp"

#include <fmt/format.h>

namespace chestlens {

Status run_explain_cases(const ExplainCall& call, const std::function<bool()>& stopped) {
  const Reporter reporter = terminal_reporter();
  CHESTLENS_TRY(const auto methods, asked_methods(call.methods));
  std::vector<std::filesystem::path> inputs = call.bundles;
  inputs.insert(inputs.end(), {call.models, call.cases});
  const OutputRule rule{.replace = call.replace, .inputs = files_at(inputs)};
  CHESTLENS_CHECK(check_maps_folder(call.out, rule));
  CHESTLENS_TRY(const auto explainer, open_asked(call));
  CHESTLENS_TRY(
      const auto manifest,
      load_shown_manifest(call.cases, explainer.predictor.members.front().card.classes, reporter));
  CHESTLENS_TRY(const auto report, case_report(explainer, manifest,
                                               {.methods = methods,
                                                .look = look_of(call),
                                                .each = call.each,
                                                .occlusion = call.occlusion,
                                                .stopped = stopped},
                                               reporter));
  const std::string& name = explainer.predictor.name;
  const MapsHead head{
      .title = "Films by case, and where the answers of " + name + " come from",
      .lead = fmt::format("Films of each class that {} answers right, wrong, and wrong while it is "
                          "surest, with the maps of its answers.",
                          name),
      .meanings = meanings_of(methods)};
  CHESTLENS_CHECK(write_maps(call.out, head, rule, [&](MapsWriter& maps) -> Status {
    for (const auto& [title, panel] : report.panels) CHESTLENS_CHECK(maps.add(title, panel));
    return maps.append("cases.csv", report.csv);
  }));
  fmt::print("{}\n", (call.out / "index.html").string());
  if (report.unreadable == 0) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} of the films cannot be explained", report.unreadable));
}

}  // namespace chestlens
