#include "networks/chain.hpp"
#include "networks/grad_cam_autograd.hpp"
#include "onnx/export.hpp"
#include "onnx/graph.hpp"
#include "ort_run.hpp"
#include "test_classifiers.hpp"

#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>
#include <torch/torch.h>

#include <algorithm>

namespace chestlens {
namespace {

constexpr int size = 20;
constexpr std::int64_t feature_maps = 6;
constexpr std::int64_t area = 25;

/// small_body, its maps flattened, then `layers`.
template <typename... Layers>
Classifier flattening(Layers... layers) {
  torch::manual_seed(41);
  auto head = std::make_shared<Chain>();
  head->push_back(torch::nn::Flatten());
  (head->push_back(layers), ...);
  auto classifier = assemble_classifier({.name = "small", .classes = 3}, small_body(), head);
  randomize_norms(*classifier.module);
  return classifier;
}

onnx::ModelProto exported(const Classifier& classifier) {
  auto model = export_model(classifier, size);
  if (!model) throw std::runtime_error(to_string(model.error()));
  return *model;
}

void expect_autograds_weights(const Classifier& classifier, const onnx::ModelProto& model) {
  const auto images = torch::rand({3, 1, size, size});
  const auto expected = grad_cam_autograd(classifier, images).cam_weights;
  const auto scale = expected.abs().max().item<double>();
  ASSERT_GT(scale, 0.0);
  const auto actual = ort_run(model, images).at("cam_weights");
  ASSERT_EQ(actual.sizes(), expected.sizes());
  EXPECT_LE((actual - expected).abs().max().item<double>(), 1e-5 * scale);
}

/// Whether the model averages a gradient [N,C,F,h*w] over its positions.
bool averages_positions(const onnx::ModelProto& model) {
  const auto& nodes = model.graph().node();
  return std::any_of(nodes.begin(), nodes.end(), [](const auto& node) {
    return node.op_type() == "ReduceMean" && integers(node, "axes") == std::vector<std::int64_t>{3};
  });
}

TEST(CamOfAFlattening, AveragesTheWeightsOfTheLayerBehindIt) {
  const auto classifier =
      flattening(torch::nn::Dropout(0.5), torch::nn::Linear(feature_maps * area, 5),
                 torch::nn::ReLU(), torch::nn::Linear(5, 3));
  const auto model = exported(classifier);
  expect_autograds_weights(classifier, model);
  EXPECT_FALSE(averages_positions(model)) << "the mean was left to each film";
}

TEST(CamOfAFlattening, AveragesTheGradientWhereAnotherLayerStandsBetween) {
  const auto classifier = flattening(torch::nn::BatchNorm1d(feature_maps * area),
                                     torch::nn::Linear(feature_maps * area, 3));
  const auto model = exported(classifier);
  expect_autograds_weights(classifier, model);
  EXPECT_TRUE(averages_positions(model));
}

TEST(CamOfAFlattening, IsRepeatedForEveryFilmOfALinearHead) {
  const auto classifier = flattening(torch::nn::Linear(feature_maps * area, 3));
  expect_autograds_weights(classifier, exported(classifier));
}

}  // namespace
}  // namespace chestlens
