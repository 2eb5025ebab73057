#include "onnx/cam.hpp"

#include "networks/chain.hpp"
#include "networks/grad_cam_autograd.hpp"
#include "networks/trace.hpp"
#include "onnx/export.hpp"
#include "onnx/fold.hpp"
#include "onnx/lower.hpp"
#include "ort_run.hpp"
#include "test_classifiers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

using torch::Tensor;
constexpr int test_size_pixels = 20;

double difference(const Tensor& a, const Tensor& b) {
  EXPECT_EQ(a.sizes(), b.sizes());
  return (a - b).abs().max().item<double>();
}

class CamWeights : public testing::TestWithParam<std::string> {};

TEST_P(CamWeights, EqualAutograd) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const auto classifier = small_classifier(GetParam(), seed);
    const auto model = export_model(classifier, test_size_pixels);
    ASSERT_TRUE(model) << to_string(model.error());
    for (const std::int64_t batch : {1, 8}) {
      const auto images = torch::rand({batch, 1, test_size_pixels, test_size_pixels});
      const auto expected = grad_cam_autograd(classifier, images);
      for (const bool optimize : {false, true}) {
        const auto actual = ort_run(*model, images, optimize);
        const auto scale = expected.cam_weights.abs().max().item<double>();
        ASSERT_GT(scale, 0.0);
        EXPECT_LE(difference(actual.at("cam_weights"), expected.cam_weights), 1e-5 * scale);
        EXPECT_LE(difference(actual.at("logits"), expected.logits), 1e-5);
      }
    }
  }
}

TEST_P(CamWeights, EqualFiniteDifferencesOfTheHead) {
  const auto classifier = small_classifier(GetParam(), 11);
  const auto model = export_model(classifier, test_size_pixels);
  ASSERT_TRUE(model) << to_string(model.error());
  const auto images = torch::rand({2, 1, test_size_pixels, test_size_pixels});
  const auto outputs = ort_run(*model, images);

  // A shift of one whole feature map is the sum of its positions' slopes, h*w times their mean,
  // wherever the maximum of the map sits.
  const torch::NoGradGuard no_grad;
  classifier.module->to(torch::kFloat64);
  const auto maps = outputs.at("activations").to(torch::kFloat64);
  const auto area = static_cast<double>(maps.size(2) * maps.size(3));
  const double step = 1e-7;
  for (std::int64_t f = 0; f < maps.size(1); ++f) {
    auto up = maps.clone();
    auto down = maps.clone();
    up.select(1, f).add_(step);
    down.select(1, f).sub_(step);
    const auto slope =
        (forward_head(classifier, up).logits - forward_head(classifier, down).logits) / (2 * step);
    EXPECT_LT(difference(outputs.at("cam_weights").select(2, f).to(torch::kFloat64), slope / area),
              1e-5)
        << "feature map " << f;
  }
}

TEST_P(CamWeights, AreTheSameOfNormsThatWereNotFolded) {
  const auto classifier = small_classifier(GetParam(), 12);
  auto graph = lower(trace_classifier(classifier, test_size_pixels, 2).value(),
                     {"logits", "features", "activations"});
  ASSERT_TRUE(graph) << to_string(graph.error());
  const auto added = add_explanations(*graph);
  ASSERT_TRUE(added) << to_string(added.error());
  const auto images = torch::rand({3, 1, test_size_pixels, test_size_pixels});
  const auto expected = grad_cam_autograd(classifier, images);
  const auto actual = ort_run(to_model(*graph), images);
  const auto scale = expected.cam_weights.abs().max().item<double>();
  EXPECT_LE(difference(actual.at("cam_weights"), expected.cam_weights), 1e-5 * scale);
  const auto sums = actual.at("evidence").sum({2, 3}) + actual.at("logit_bias");
  EXPECT_LE(difference(sums, expected.logits), 1e-5);
}

TEST_P(CamWeights, ComeWithEvidenceThatAddsUpToTheLogitWithItsBias) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto classifier = small_classifier(GetParam(), seed);
    const auto model = export_model(classifier, test_size_pixels).value();
    for (const std::int64_t batch : {1, 8}) {
      const auto images = torch::rand({batch, 1, test_size_pixels, test_size_pixels});
      const auto expected = grad_cam_autograd(classifier, images);
      const auto actual = ort_run(model, images);
      const auto scale = expected.evidence.abs().max().item<double>();
      ASSERT_GT(scale, 0.0);
      EXPECT_LE(difference(actual.at("evidence"), expected.evidence), 1e-5 * scale);
      const auto biases = expected.logits - expected.evidence.sum({2, 3});
      EXPECT_GT(biases.abs().max().item<double>(), 1e-3) << "a head without biases shows nothing";
      EXPECT_LE(difference(actual.at("logit_bias"), biases), 1e-5 * std::max(1.0, scale));
    }
  }
}

TEST_P(CamWeights, TellApartWhatTheMaximumPoolHandsToOnePosition) {
  const auto classifier = small_classifier(GetParam(), 4);
  const auto images = torch::rand({2, 1, test_size_pixels, test_size_pixels});
  const auto outputs = ort_run(export_model(classifier, test_size_pixels).value(), images);
  const auto& weights = outputs.at("max_weights");
  ASSERT_EQ(weights.sizes(), outputs.at("cam_weights").sizes());
  const bool has_pool = GetParam() == "concat_pool" || GetParam() == "average_of_concat_pool";
  EXPECT_EQ(weights.abs().max().item<double>() > 0.0, has_pool);
  if (!has_pool) return;
  // The gradient away from a map's maximum is the average pool's part alone.
  const auto expected = grad_cam_autograd(classifier, images);
  const auto area =
      static_cast<double>(expected.activations.size(2) * expected.activations.size(3));
  const auto average = outputs.at("cam_weights") - weights / area;
  const auto flat = expected.activations.flatten(2);
  const auto peaks = std::get<1>(flat.max(2, true));
  const auto peak_only = torch::zeros_like(flat).scatter(2, peaks, flat.gather(2, peaks));
  const auto evidence = torch::matmul(average, flat) + torch::matmul(weights, peak_only);
  EXPECT_LE(difference(evidence.reshape_as(expected.evidence), expected.evidence),
            1e-5 * expected.evidence.abs().max().item<double>());
}

INSTANTIATE_TEST_SUITE_P(Heads, CamWeights, testing::ValuesIn(head_names()),
                         [](const auto& info) { return info.param; });

/// What add_explanations says of a head with `layer` on the pooled features or on the activations.
template <typename Layer>
Error refusal(Layer layer, bool before_the_pool) {
  auto head = std::make_shared<Chain>();
  if (before_the_pool) head->push_back(layer);
  head->push_back(torch::nn::AdaptiveAvgPool2d(torch::nn::AdaptiveAvgPool2dOptions({1, 1})));
  if (!before_the_pool) head->push_back(layer);
  head->push_back(torch::nn::Flatten());
  head->push_back(torch::nn::Linear(6, 3));
  NetworkSpec spec;
  spec.classes = 3;
  const auto model = export_model(assemble_classifier(spec, small_body(), head), test_size_pixels);
  EXPECT_FALSE(model);
  return model ? Error{} : model.error();
}

TEST(CamWeightsRefuse, AnOperatorWithoutARuleByName) {
  const auto error = refusal(torch::nn::Conv2d(torch::nn::Conv2dOptions(6, 6, 1)), true);
  EXPECT_EQ(error.code, ErrorCode::unsupported);
  EXPECT_THAT(error.message, HasSubstr("GlobalAveragePool"));

  const auto conv = refusal(torch::nn::Conv2d(torch::nn::Conv2dOptions(6, 6, 1)), false);
  EXPECT_EQ(conv.code, ErrorCode::unsupported);
  EXPECT_THAT(conv.message, HasSubstr("no backward rule for Conv "));
}

TEST(CamWeightsRefuse, AReluBetweenTheActivationsAndThePool) {
  const auto error = refusal(torch::nn::ReLU(), true);
  EXPECT_EQ(error.code, ErrorCode::unsupported);
  EXPECT_THAT(error.message, HasSubstr("other than the activations"));
}

TEST(CamWeightsRefuse, AProductOfTwoFeatures) {
  struct Square : torch::nn::Module {
    Tensor forward(const Tensor& x) { return x * x; }
  };
  auto head = std::make_shared<Chain>();
  head->push_back(torch::nn::AdaptiveAvgPool2d(torch::nn::AdaptiveAvgPool2dOptions({1, 1})));
  head->push_back(std::make_shared<Square>());
  head->push_back(torch::nn::Flatten());
  head->push_back(torch::nn::Linear(6, 3));
  const auto model = export_model(assemble_classifier({}, small_body(), head), test_size_pixels);
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("Mul"));
}

}  // namespace
}  // namespace chestlens
