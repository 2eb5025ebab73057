// The part of the viewer's object that explains answers: maps come in, and wishes for them go out.
#include <bridge/planes.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>
#include <viewer/explain.hpp>
#include <viewer/web/changed.hpp>

namespace chestlens::viewer {
namespace {

using emscripten::val;

/// `list` holds {title, format} of each model.
val set_models(const val& list) {
  return changed([&]() -> Status {
    std::vector<ExplainedModel> models;
    for (const val& model : emscripten::vecFromJSArray<val>(list)) {
      models.push_back({model["title"].as<std::string>(), model["format"].as<int>()});
    }
    set_explained_models(state(), std::move(models));
    return {};
  });
}

std::vector<EvidenceSum> sums_from(const val& list) {
  std::vector<EvidenceSum> sums;
  for (const val& sum : emscripten::vecFromJSArray<val>(list)) {
    sums.push_back(
        {sum["evidence"].as<double>(), sum["bias"].as<double>(), sum["logit"].as<double>()});
  }
  return sums;
}

/// `made` is {maps [C,h,w], height, width, sums, places}, of which sums may be empty.
val set_made_maps(int id, int member, const std::string& name, const val& made) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto method, parse_map_method(name));
    CHESTLENS_TRY(const auto values, bridge::from_typed_array<float>(made["maps"], "maps"));
    CHESTLENS_TRY(auto maps,
                  bridge::split_planes(values, state().model.classes.size(),
                                       made["height"].as<int>(), made["width"].as<int>()));
    return set_maps(state(), id,
                    {member,
                     {method, std::move(maps), {}},
                     sums_from(made["sums"]),
                     emscripten::vecFromJSArray<std::string>(made["places"])});
  });
}

val refuse_maps(int id, int member, const std::string& name, const std::string& reason) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto method, parse_map_method(name));
    return set_maps(state(), id,
                    {member, {method, {}, reason.empty() ? "no reason was given" : reason}});
  });
}

val set_progress(int id, int member, const std::string& name, int done, int total) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto method, parse_map_method(name));
    return set_maps_progress(state(), id, member, method, done, total);
  });
}

val want(int id, int member, const std::string& name) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto method, parse_map_method(name));
    return want_maps(state(), id, member, method);
  });
}

val cancel(int id, int member, const std::string& name) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto method, parse_map_method(name));
    return cancel_maps(state(), id, member, method);
  });
}

EMSCRIPTEN_BINDINGS(explain) {
  emscripten::function("set_explained_models", &set_models);
  emscripten::function("set_maps", &set_made_maps);
  emscripten::function("refuse_maps", &refuse_maps);
  emscripten::function("set_maps_progress", &set_progress);
  emscripten::function("want_maps", &want);
  emscripten::function("cancel_maps", &cancel);
}

}  // namespace
}  // namespace chestlens::viewer
