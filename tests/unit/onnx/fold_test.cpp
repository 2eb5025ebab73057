#include "onnx/fold.hpp"

#include "networks/trace.hpp"
#include "onnx/check.hpp"
#include "onnx/lower.hpp"
#include "ort_run.hpp"
#include "test_classifiers.hpp"

#include <ATen/TracerMode.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <stdexcept>

namespace chestlens {
namespace {

namespace F = torch::nn::functional;
using torch::Tensor;

std::int64_t count(const OnnxGraph& graph, const std::string& op) {
  return std::count_if(graph.nodes.begin(), graph.nodes.end(),
                       [&](const auto& node) { return node.op_type() == op; });
}

OnnxGraph lowered(const std::function<std::vector<Tensor>(const Tensor&)>& function,
                  const Tensor& example, const std::vector<std::string>& outputs) {
  auto graph = lower(trace_function(function, example).value(), outputs);
  if (!graph) throw std::runtime_error(to_string(graph.error()));
  return *graph;
}

Tensor constant(double first, double last, std::int64_t count) {
  const at::tracer::impl::NoTracerDispatchMode untraced;
  return torch::linspace(first, last, count);
}

Tensor normalized(const Tensor& x) {
  const auto channels = x.size(1);
  return torch::batch_norm(x, constant(0.5, 2, channels), constant(-1, 1, channels),
                           constant(1, -1, channels), constant(0.2, 3, channels), false, 0.1, 1e-5,
                           false);
}

void expect_same_function(const OnnxGraph& before, const OnnxGraph& after, const Tensor& x) {
  const auto checked = check_model(to_model(after));
  ASSERT_TRUE(checked) << to_string(checked.error());
  const auto expected = ort_run(to_model(before), x, /*optimize=*/false);
  const auto actual = ort_run(to_model(after), x, /*optimize=*/false);
  ASSERT_EQ(expected.size(), actual.size());
  for (const auto& [name, values] : expected) {
    const auto difference = (actual.at(name) - values).abs().max().item<float>();
    EXPECT_LE(difference, 1e-5F * std::max(1.0F, values.abs().max().item<float>())) << name;
  }
}

TEST(Fold, IntoAConvolutionWithAndWithoutBias) {
  torch::manual_seed(1);
  const auto weight = torch::randn({4, 3, 3, 3});
  const auto depthwise = torch::randn({4, 1, 3, 3});
  const auto bias = torch::randn({4});
  const auto before = lowered(
      [&](const Tensor& x) {
        const auto y = torch::relu(normalized(torch::conv2d(x, weight)));
        return std::vector<Tensor>{
            normalized(F::conv2d(y, depthwise, F::Conv2dFuncOptions().bias(bias).groups(4)))};
      },
      torch::rand({2, 3, 9, 9}), {"y"});
  auto after = before;
  fold_batch_norms(after);
  EXPECT_EQ(after.nodes.size(), 3U);
  EXPECT_EQ(count(after, "Conv"), 2);
  expect_same_function(before, after, torch::randn({3, 3, 9, 9}));
}

TEST(Fold, IntoALinearLayer) {
  torch::manual_seed(2);
  const auto weight = torch::randn({5, 7});
  const auto before = lowered(
      [&](const Tensor& x) {
        return std::vector<Tensor>{normalized(torch::matmul(x, weight.t()))};
      },
      torch::rand({2, 7}), {"y"});
  auto after = before;
  fold_batch_norms(after);
  ASSERT_EQ(after.nodes.size(), 1U);
  EXPECT_EQ(after.nodes[0].op_type(), "Gemm");
  expect_same_function(before, after, torch::randn({3, 7}));
}

TEST(Fold, LeavesAWeightThatTwoLayersShare) {
  torch::manual_seed(3);
  const auto weight = torch::randn({3, 3, 1, 1});
  const auto before = lowered(
      [&](const Tensor& x) {
        const auto y = torch::relu(normalized(torch::conv2d(x, weight)));
        return std::vector<Tensor>{torch::conv2d(y, weight)};
      },
      torch::rand({2, 3, 4, 4}), {"y"});
  auto after = before;
  fold_batch_norms(after);
  EXPECT_EQ(count(after, "BatchNormalization") + count(after, "Mul"), 0);
  expect_same_function(before, after, torch::randn({2, 3, 4, 4}));
}

TEST(Fold, NotWhereTheLayersOutputIsReadTwice) {
  torch::manual_seed(4);
  const auto weight = torch::randn({3, 3, 1, 1});
  const auto before = lowered(
      [&](const Tensor& x) {
        const auto y = torch::conv2d(x, weight);
        return std::vector<Tensor>{torch::cat({normalized(y), y}, 1)};
      },
      torch::rand({2, 3, 4, 4}), {"y"});
  auto after = before;
  fold_batch_norms(after);
  EXPECT_GT(after.nodes.size(), 2U);
  expect_same_function(before, after, torch::randn({2, 3, 4, 4}));
}

TEST(Fold, NotWhereTheLayersOutputIsAnOutputOfTheModel) {
  torch::manual_seed(5);
  const auto weight = torch::randn({3, 3, 1, 1});
  const auto before = lowered(
      [&](const Tensor& x) {
        const auto y = torch::conv2d(x, weight);
        return std::vector<Tensor>{normalized(y), y};
      },
      torch::rand({2, 3, 4, 4}), {"y", "conv"});
  auto after = before;
  fold_batch_norms(after);
  expect_same_function(before, after, torch::randn({2, 3, 4, 4}));
}

TEST(Fold, KeepsAClassifiersFunction) {
  for (const auto& head : head_names()) {
    SCOPED_TRACE(head);
    const auto classifier = small_classifier(head, 6);
    const auto before =
        lower(trace_classifier(classifier, 20, 2).value(), {"logits", "features", "activations"});
    ASSERT_TRUE(before) << to_string(before.error());
    auto after = *before;
    fold_batch_norms(after);
    EXPECT_EQ(count(after, "BatchNormalization"), 0);
    expect_same_function(*before, after, torch::rand({3, 1, 20, 20}));
  }
}

}  // namespace
}  // namespace chestlens
