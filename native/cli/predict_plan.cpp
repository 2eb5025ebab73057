#include "cli/predict_plan.hpp"

#include "bundle/bundle.hpp"
#include "io/json.hpp"
#include "io/visible_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

// Larger ones gain nothing on a CPU, where each worker has one of its own, and want memory.
constexpr int cpu_batch_films = 4;
constexpr int gpu_batch_films = 32;

Result<Predictor> open_on(Device device, int threads, const PredictorChoice& choice) {
  return open_chosen(choice.model, {.threads = threads, .device = device});
}

Result<PredictPlan> plan_on_gpu(const PredictorChoice& choice) {
  CHESTLENS_TRY(auto predictor, open_on(Device::cuda, 1, choice));
  return PredictPlan{std::move(predictor), Device::cuda, choice.threads,
                     choice.batch_films > 0 ? choice.batch_films : gpu_batch_films};
}

/// Workers with a thread each: two runs of a network on one core each are faster than one on two.
/// Few films are spread over fewer, so that each has its share of the threads.
Result<PredictPlan> plan_on_cpu(const PredictorChoice& choice, std::int64_t films) {
  const int batch_films = choice.batch_films > 0 ? choice.batch_films : cpu_batch_films;
  std::int64_t batches = choice.threads;
  if (films > 0) batches = (films + batch_films - 1) / batch_films;
  const auto workers =
      static_cast<int>(std::clamp(batches, std::int64_t{1}, std::int64_t{choice.threads}));
  CHESTLENS_TRY(auto predictor, open_on(Device::cpu, choice.threads / workers, choice));
  return PredictPlan{std::move(predictor), Device::cpu, workers, batch_films};
}

Json member_to_json(const PredictorMember& member) {
  const Card& card = member.card;
  const InputSpec& input = card.input;
  return {{"name", card.name},
          {"model_sha256", model_sha256(card)},
          {"weight", member.weight},
          {"temperature", card.temperature},
          {"size_pixels", input.size_pixels},
          {"fit", to_string(input.fit)},
          {"window_percentiles", {input.window_low_percentile, input.window_high_percentile}}};
}

// Those of files that name none, which were written before there was a choice.
constexpr ColorMap unnamed_colors = ColorMap::turbo;

/// Of overlays that were begun with other pictures, no call may draw the rest.
Json overlays_of(const PredictionPictures& pictures) {
  if (pictures.overlays.empty()) return nullptr;
  Json json = {{"class", pictures.class_index ? Json(*pictures.class_index) : Json(nullptr)},
               {"opacity", pictures.opacity}};
  if (pictures.colors != unnamed_colors) json["colors"] = color_map_info(pictures.colors).name;
  return json;
}

}  // namespace

Result<PredictPlan> plan_prediction(const PredictorChoice& choice, std::int64_t films,
                                    const Reporter& reporter) {
  if (choice.device == "cpu" || (choice.device == "auto" && !has_cuda_provider())) {
    return plan_on_cpu(choice, films);
  }
  auto on_gpu = plan_on_gpu(choice);
  if (on_gpu || choice.device == "cuda") return on_gpu;
  reporter.note(visible_text("the GPU is not used: " + to_string(on_gpu.error())));
  return plan_on_cpu(choice, films);
}

Result<ColorMap> overlay_colors(const std::string& asked, const std::string& made) {
  if (!asked.empty()) return parse_color_map(asked);
  const auto json = parse_json(made);
  if (!json || !json->is_object() || !json->contains("overlays")) return default_color_map;
  const auto& overlays = json->at("overlays");
  if (!overlays.is_object()) return default_color_map;
  const auto named = overlays.find("colors");
  if (named == overlays.end()) return unnamed_colors;
  if (named->is_string()) return parse_color_map(named->get<std::string>());
  return fail(ErrorCode::parse, "is no name of colors", "colors");
}

std::string made_of(const PredictPlan& plan, const ResultStyle& style,
                    const PredictionPictures& pictures) {
  Json json = {{"by", "chestlens predict"},
               {"format", 1},
               {"model", plan.predictor.name},
               {"members", Json::array()},
               {"temperature", plan.predictor.temperature},
               {"classes", plan.predictor.members.front().card.classes},
               {"heatmaps", style.heatmaps},
               {"overlays", overlays_of(pictures)},
               {"batch", plan.batch_films},
               {"device", to_string(plan.device)},
               {"onnx_runtime", onnx_runtime_version()}};
  for (const PredictorMember& member : plan.predictor.members) {
    json["members"].push_back(member_to_json(member));
  }
  return json.dump(2) + '\n';
}

}  // namespace chestlens
