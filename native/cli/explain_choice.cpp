#include "cli/explain_choice.hpp"

#include "io/nearest.hpp"
#include "io/text.hpp"

#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace chestlens {
namespace {

constexpr int predicted_class = -1;  // whichever a film's is

}  // namespace

Result<std::vector<MapMethod>> asked_methods(const std::vector<std::string>& names) {
  if (names.empty()) return std::vector{MapMethod::hires_cam, MapMethod::grad_cam};
  std::vector<MapMethod> methods;
  if (std::ranges::find(names, "all") != names.end()) {
    for (const MapMethodInfo& method : map_methods()) methods.push_back(method.method);
    return methods;
  }
  for (const std::string& name : names) {
    CHESTLENS_TRY(const MapMethod method, parse_map_method(name));
    if (std::ranges::find(methods, method) == methods.end()) methods.push_back(method);
  }
  return methods;
}

Result<std::vector<int>> asked_classes(const std::vector<std::string>& names,
                                       const std::vector<std::string>& classes) {
  std::vector<int> chosen;
  if (names.empty()) {
    chosen.resize(classes.size());
    std::iota(chosen.begin(), chosen.end(), 0);
    return chosen;
  }
  for (const std::string& name : names) {
    if (name == "predicted") {
      chosen.push_back(predicted_class);
      continue;
    }
    const auto found = std::ranges::find(classes, name);
    if (found == classes.end()) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is none of the classes: {}{}", name, joined(classes),
                              did_you_mean(name, classes)),
                  "--class");
    }
    chosen.push_back(static_cast<int>(found - classes.begin()));
  }
  return chosen;
}

std::vector<int> classes_of(const FilmMaps& maps, const std::vector<int>& chosen) {
  std::vector<int> classes;
  for (const int asked : chosen) {
    const int shown = asked == predicted_class ? most_probable(maps.probabilities) : asked;
    if (std::ranges::find(classes, shown) == classes.end()) classes.push_back(shown);
  }
  return classes;
}

MapLook look_of(const ExplainCall& call) {
  MapLook look;
  // The options take no other names.
  look.scale = parse_map_scale(call.scale).value_or(MapScale::own);
  look.colors = parse_color_map(call.colors).value_or(default_color_map);
  if (call.against) look.sides = MapSides::both;
  return look;
}

Result<Explainer> open_asked(const ExplainCall& call) {
  return call.bundles.empty() ? open_explainer(call.models, call.model, call.threads)
                              : open_explainer(call.bundles, call.threads);
}

std::vector<std::string> meanings_of(const std::vector<MapMethod>& methods) {
  std::vector<std::string> meanings;
  for (const MapMethod method : methods) {
    const MapMethodInfo& info = map_method_info(method);
    meanings.push_back(fmt::format("{}: {} ({})", info.title, info.meaning, info.paper));
  }
  return meanings;
}

Status check_maps(const Explainer& explainer, const FilmMaps& maps, const Reporter& reporter) {
  bool is_any = false;
  for (std::size_t m = 0; m < maps.members.size(); ++m) {
    for (const MethodMaps& method : maps.members[m].methods) {
      is_any = is_any || !method.maps.empty();
      if (!method.maps.empty()) continue;
      reporter.note(
          fmt::format("{}: {}", explainer.predictor.members[m].card.name, method.refused));
    }
  }
  if (is_any) return {};
  return fail(ErrorCode::unsupported, "has no map by what is asked for; --method gradcam is one",
              explainer.predictor.name);
}

}  // namespace chestlens
