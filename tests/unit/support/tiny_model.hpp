#pragma once

#include "support/onnx_writer.hpp"

#include <chestlens/card.hpp>

#include <string>
#include <vector>

namespace chestlens::test {

/// A network of one convolution, as ONNX. With its defaults it is what tiny_card() describes, else
/// a model that does not fit it.
struct TinyModel {
  std::int64_t size_pixels = 16;
  std::int64_t classes = 3;
  std::int64_t features = 4;
  std::int64_t declared_classes = 3;
  std::int64_t logits_type = onnx_float32;
  std::int64_t opset = 13;
  float hidden_classes = 0.0F;   // fewer than declared, which no shape inference finds out
  float white_classes = 0.0F;    // the same, times the brightest level of the films
  bool is_of_format_2 = false;   // with evidence that adds up, and statistics at two depths
  float kernel_scale = 1.0F;     // times the features
  bool has_exponential = false;  // of the features, which may then be infinite
  std::vector<Message> more_nodes = {};
  std::vector<Message> more_tensors = {};
};

/// Feature f is (f + 1) times the film's mean; class c adds up the features over (c + 1).
inline std::vector<float> tiny_logits(float mean, std::int64_t classes = 3) {
  std::vector<float> logits;
  for (std::int64_t c = 0; c < classes; ++c) {
    logits.push_back((1 + 2 + 3 + 4) * mean / static_cast<float>(c + 1));
  }
  return logits;
}

inline Card tiny_card() {
  Card card;
  card.name = card.title = card.network = "tiny";
  card.version = "1";
  card.classes = {"viral", "bacterial", "normal"};
  card.input = {.size_pixels = 16, .fit = FitMode::squash};
  card.activation_features = 4;
  card.activation_height = card.activation_width = 4;
  card.intended_use = "Tests.";
  card.certificate.reference_input = "reference.f32";
  card.certificate.reference_logits = {0.0F, 0.0F, 0.0F};
  return card;
}

/// The first `classes - hidden_classes - white_classes * max(image)` columns of "all_logits", of
/// which a runtime knows the number only when it has run.
inline void slice_unseen(Message& graph, const TinyModel& model) {
  const auto kept = static_cast<float>(model.classes) - model.hidden_classes;
  graph.message(5, floats("kept", {1}, {kept}))
      .message(5, floats("white", {1}, {model.white_classes}))
      .message(5, integers("zero", {0}))
      .message(5, integers("one", {1}))
      .message(1, node("ReduceMax", {"image"}, "most", {attribute("keepdims", std::int64_t{0})}))
      .message(1, node("Mul", {"most", "white"}, "lost"))
      .message(1, node("Sub", {"kept", "lost"}, "end"))
      .message(1, node("Cast", {"end"}, "ends", {attribute("to", std::int64_t{onnx_int64})}))
      .message(1, node("Slice", {"all_logits", "zero", "ends", "one"}, "some_logits"));
}

/// Mean and standard deviation of each channel of `maps`, [N,2K].
inline void add_statistics(Message& graph, const std::string& maps, const std::string& name) {
  const std::vector<std::int64_t> plane{2, 3};
  const auto mean = [&](const std::string& from, const std::string& to, std::int64_t keep) {
    graph.message(
        1, node("ReduceMean", {from}, to, {attribute("axes", plane), attribute("keepdims", keep)}));
  };
  mean(maps, name + "_level", 1);
  mean(maps, name + "_mean", 0);
  graph.message(1, node("Sub", {maps, name + "_level"}, name + "_centred"))
      .message(1, node("Mul", {name + "_centred", name + "_centred"}, name + "_squares"));
  mean(name + "_squares", name + "_variance", 0);
  graph.message(1, node("Sqrt", {name + "_variance"}, name + "_deviation"))
      .message(1, node("Concat", {name + "_mean", name + "_deviation"}, name,
                       {attribute("axis", std::int64_t{1})}));
}

/// The outputs of format 2: "early" is of the film itself, "middle" of the activations.
inline void add_format_2(Message& graph, const TinyModel& model) {
  const std::int64_t side = model.size_pixels / 4;
  const auto cells = static_cast<float>(side * side);
  graph.message(5, floats("cells", {1}, {cells}))
      .message(5, integers("flat_activations_shape", {0, model.features, side * side}))
      .message(5, integers("map_shape", {0, model.classes, side, side}))
      .message(1, node("Reshape", {"activations", "flat_activations_shape"}, "flat_activations"))
      .message(1, node("MatMul", {"cam_weights", "flat_activations"}, "flat_evidence"))
      .message(1, node("Div", {"flat_evidence", "cells"}, "mean_evidence"))
      .message(1, node("Reshape", {"mean_evidence", "map_shape"}, "evidence"))
      .message(1, node("Mul", {"all_logits", "nothing"}, "logit_bias"))
      .message(1, node("Mul", {"cam_weights", "nothing"}, "max_weights"));
  add_statistics(graph, "image", "early");
  add_statistics(graph, "activations", "middle");
  graph.message(12, value_info("evidence", {-1, model.classes, side, side}))
      .message(12, value_info("logit_bias", {-1, model.classes}))
      .message(12, value_info("max_weights", {-1, model.classes, model.features}))
      .message(12, value_info("early", {-1, 2}))
      .message(12, value_info("middle", {-1, 2 * model.features}));
}

inline std::string onnx_of(const TinyModel& model) {
  const std::int64_t side = model.size_pixels / 4;
  std::vector<float> kernels;
  std::vector<float> head;        // [F,C]
  std::vector<float> transposed;  // [C,F]
  for (std::int64_t f = 0; f < model.features; ++f) {
    kernels.insert(kernels.end(), 16, model.kernel_scale * static_cast<float>(f + 1) / 16.0F);
    for (std::int64_t c = 0; c < model.classes; ++c)
      head.push_back(1.0F / static_cast<float>(c + 1));
  }
  for (std::int64_t c = 0; c < model.classes; ++c) {
    transposed.insert(transposed.end(), static_cast<std::size_t>(model.features),
                      1.0F / static_cast<float>(c + 1));
  }
  Message graph;
  graph.message(5, floats("kernels", {model.features, 1, 4, 4}, kernels))
      .message(5, floats("head", {model.features, model.classes}, head))
      .message(5, floats("transposed", {model.classes, model.features}, transposed))
      .message(5, floats("nothing", {1}, {0.0F}))
      .message(5, integers("second", {1}))
      .message(1, node("Conv", {"image", "kernels"}, "activations",
                       {attribute("strides", std::vector<std::int64_t>{4, 4})}))
      .message(1, node("GlobalAveragePool", {"activations"}, "pooled"))
      .message(1, node("Flatten", {"pooled"}, "flat"))
      .message(1, node(model.has_exponential ? "Exp" : "Identity", {"flat"}, "features"))
      .message(1, node("MatMul", {"features", "head"}, "all_logits"))
      .message(1, node("Unsqueeze", {"features", "second"}, "row"))
      .message(1, node("Mul", {"row", "nothing"}, "zeros"))
      .message(1, node("Add", {"zeros", "transposed"}, "cam_weights"));
  slice_unseen(graph, model);
  graph.message(1, node("Cast", {"some_logits"}, "logits", {attribute("to", model.logits_type)}));
  if (model.is_of_format_2) add_format_2(graph, model);
  for (const Message& more : model.more_nodes) graph.message(1, more);
  for (const Message& more : model.more_tensors) graph.message(5, more);
  graph.text(2, "tiny")
      .message(11, value_info("image", {-1, 1, model.size_pixels, model.size_pixels}))
      .message(12, value_info("logits", {-1, model.declared_classes}, model.logits_type))
      .message(12, value_info("features", {-1, model.features}))
      .message(12, value_info("activations", {-1, model.features, side, side}))
      .message(12, value_info("cam_weights", {-1, model.classes, model.features}));
  return test::model(graph, model.opset).bytes();
}

}  // namespace chestlens::test
