#pragma once

// The library that the workstation and the page share: a film's bytes to a network's input, a
// network's outputs to probabilities and heat-maps. Who computes the outputs is the caller's
// choice. Functions keep no state, print nothing and may be called by several threads at once; what
// goes wrong is in the Result (error.hpp). How to use it, compiled and run by tests/docs:
//
// ```cpp
// /// The film under the heat-map of its most probable class, as a PNG. `run` is the runtime of the
// /// bundle's model.onnx: FloatImage -> ModelOutputs.
// template <typename Runtime>
// Result<std::vector<std::byte>> explain(std::span<const std::byte> file, const Card& card,
//                                        const Runtime& run) {
//   CHESTLENS_TRY(const GreyImage film, decode_image(file));
//   CHESTLENS_TRY(const FloatImage input, preprocess(film, card.input));
//   CHESTLENS_TRY(const Prediction prediction, predict_from(run(input), card));
//   const auto& p = prediction.probabilities;
//   const auto best = std::max_element(p.begin(), p.end()) - p.begin();
//   const Window window = window_from_percentiles(film, 0.0, 100.0);
//   CHESTLENS_TRY(const RgbaImage picture,
//                 render_overlay(film, window, prediction.heatmaps[best], 0.45F, card.input.fit));
//   return encode_png(picture);
// }
// ```

#include <chestlens/answer_change.hpp>
#include <chestlens/asked_list.hpp>
#include <chestlens/assessment.hpp>
#include <chestlens/audit_power.hpp>
#include <chestlens/audit_trait.hpp>
#include <chestlens/audit_verdict.hpp>
#include <chestlens/bootstrap.hpp>
#include <chestlens/calibration.hpp>
#include <chestlens/calibration_error.hpp>
#include <chestlens/card.hpp>
#include <chestlens/card_summary.hpp>
#include <chestlens/catalog.hpp>
#include <chestlens/color_map.hpp>
#include <chestlens/contour.hpp>
#include <chestlens/decode.hpp>
#include <chestlens/encode.hpp>
#include <chestlens/ensemble.hpp>
#include <chestlens/ensemble_weights.hpp>
#include <chestlens/error.hpp>
#include <chestlens/explain.hpp>
#include <chestlens/film_scores.hpp>
#include <chestlens/film_transforms.hpp>
#include <chestlens/find_text.hpp>
#include <chestlens/finding_words.hpp>
#include <chestlens/float16.hpp>
#include <chestlens/grad_cam.hpp>
#include <chestlens/head_model.hpp>
#include <chestlens/image.hpp>
#include <chestlens/lung_field.hpp>
#include <chestlens/map.hpp>
#include <chestlens/map_runs.hpp>
#include <chestlens/map_words.hpp>
#include <chestlens/mcnemar.hpp>
#include <chestlens/metrics.hpp>
#include <chestlens/model_differences.hpp>
#include <chestlens/overlay.hpp>
#include <chestlens/patient_interval.hpp>
#include <chestlens/prediction.hpp>
#include <chestlens/preprocess.hpp>
#include <chestlens/probability.hpp>
#include <chestlens/question.hpp>
#include <chestlens/region.hpp>
#include <chestlens/roc_area.hpp>
#include <chestlens/share_text.hpp>
#include <chestlens/shuffled_model.hpp>
#include <chestlens/significance.hpp>
#include <chestlens/slider.hpp>
#include <chestlens/threshold.hpp>
#include <chestlens/trust.hpp>
#include <chestlens/trust_json.hpp>
#include <chestlens/trust_words.hpp>
#include <chestlens/tsne.hpp>
#include <chestlens/turn.hpp>
