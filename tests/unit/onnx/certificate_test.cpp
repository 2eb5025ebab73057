#include "onnx/certificate.hpp"

#include "bundle/runtime.hpp"
#include "networks/chain.hpp"
#include "networks/grad_cam_autograd.hpp"
#include "onnx/export.hpp"
#include "test_classifiers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>
#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

using testing::HasSubstr;

OnnxSession session_of(const onnx::ModelProto& model) {
  const auto text = serialize(model);
  auto session = OnnxSession::open(std::as_bytes(std::span(text)), "test model", 1);
  EXPECT_TRUE(session) << to_string(session.error());
  return *std::move(session);
}

/// Adds `change` to the first number of a weight.
void tamper(onnx::ModelProto& model, const std::string& name, float change) {
  for (auto& constant : *model.mutable_graph()->mutable_initializer()) {
    if (constant.name() != name) continue;
    float value = 0.0F;
    std::memcpy(&value, constant.raw_data().data(), sizeof value);
    value += change;
    std::memcpy(constant.mutable_raw_data()->data(), &value, sizeof value);
    return;
  }
  FAIL() << "no initializer " << name;
}

TEST(Certificate, HoldsForDenseNet121OnGeneratedAndRealFilms) {
  const auto classifier = random_densenet121(1);
  const auto model = export_model(classifier, 64);
  ASSERT_TRUE(model) << to_string(model.error());
  const auto parity = certify(classifier, session_of(*model), films(64, 9));
  ASSERT_TRUE(parity) << to_string(parity.error());
  EXPECT_LE(parity->max_logit_difference, 1e-4);
  EXPECT_LE(parity->max_heatmap_difference, 1e-4);
  EXPECT_GT(parity->max_logit_difference + parity->max_heatmap_difference, 0.0)
      << "two implementations that never differ by a bit are not two";
  EXPECT_EQ(parity->films_compared, 18);
  RecordProperty("max_logit_difference", std::to_string(parity->max_logit_difference));
  std::cout << "logits differ by at most " << parity->max_logit_difference << ", heat-maps by "
            << parity->max_heatmap_difference << " of their maximum\n";
}

TEST(Certificate, HoldsForEveryHead) {
  for (const auto& head : head_names()) {
    const auto classifier = small_classifier(head, 21);
    const auto parity =
        certify(classifier, session_of(export_model(classifier, 20).value()), films(20, 3));
    EXPECT_TRUE(parity) << head << ": " << to_string(parity.error());
  }
}

TEST(Certificate, FailsForATamperedWeight) {
  const auto classifier = small_classifier("concat_pool", 22);
  auto model = export_model(classifier, 20).value();
  tamper(model, "head.8.weight", 0.01F);
  const auto parity = certify(classifier, session_of(model), {});
  ASSERT_FALSE(parity);
  EXPECT_EQ(parity.error().code, ErrorCode::mismatch);
  EXPECT_THAT(parity.error().message, HasSubstr("logits"));
}

TEST(Certificate, FailsForATamperedWeightOfTheBodyOfDenseNet121) {
  const auto classifier = random_densenet121(2);
  auto model = export_model(classifier, 64).value();
  tamper(model, "body.features.conv0.weight_folded", 0.5F);
  const auto parity = certify(classifier, session_of(model), {});
  ASSERT_FALSE(parity);
  EXPECT_EQ(parity.error().code, ErrorCode::mismatch);
}

TEST(Certificate, FailsForHeatMapsThatAreWrongWhereTheLogitsAreRight) {
  const auto classifier = small_classifier("concat_pool", 23);
  auto model = export_model(classifier, 20).value();
  tamper(model, "one_class_each", 0.001F);  // read by cam_weights alone
  const auto parity = certify(classifier, session_of(model), {});
  ASSERT_FALSE(parity);
  EXPECT_EQ(parity.error().code, ErrorCode::mismatch);
  EXPECT_THAT(parity.error().message, HasSubstr("heat-maps"));
}

TEST(Certificate, HoldsWhereAReluOfTheHeadStandsAtItsCorner) {
  constexpr double rounding = 2e-6;
  const auto classifier = small_classifier("flatten", 27);
  const auto film = generated_image(20, 3);  // one of the certificate's own
  const auto images = torch::tensor(film.pixels).reshape({1, 1, 20, 20});
  {
    const torch::NoGradGuard no_grad;
    auto hidden = forward_body(classifier, images);
    for (auto layer = classifier.head->begin(); layer != classifier.head->begin() + 2; ++layer) {
      hidden = layer->forward(hidden);
    }
    classifier.head->named_parameters()["1.bias"][0].sub_(hidden[0][0]).add_(rounding);
  }
  auto model = export_model(classifier, 20).value();
  tamper(model, "head.1.bias", static_cast<float>(-2 * rounding));
  const auto session = session_of(model);

  const auto ours = session.run(std::span(&film, 1)).value();
  const auto reference = grad_cam_autograd(classifier, images).cam_weights;
  const auto weights = torch::tensor(ours.cam_weights.values).reshape_as(reference);
  ASSERT_GT((weights - reference).abs().max().item<double>(),
            1e-2 * reference.abs().max().item<double>())
      << "the two stand on the same side";

  const auto parity = certify(classifier, session, {});
  EXPECT_TRUE(parity) << to_string(parity.error());
}

TEST(Certificate, AsksNoMoreOfLargeLogitsThanFloat32Holds) {
  const auto classifier = small_classifier("concat_pool", 28);
  {
    const torch::NoGradGuard no_grad;
    classifier.head->named_parameters()["8.weight"].mul_(1e4);
  }
  const auto session = session_of(export_model(classifier, 20).value());
  const auto parity = certify(classifier, session, {});
  ASSERT_TRUE(parity) << to_string(parity.error());
  EXPECT_GT(parity->max_logit_difference, ParityLimits{}.logit);
}

TEST(Certificate, FailsForLogitsThatAreNotNumbers) {
  const auto classifier = small_classifier("concat_pool", 24);
  auto model = export_model(classifier, 20).value();
  tamper(model, "head.8.weight", std::nanf(""));
  const auto parity = certify(classifier, session_of(model), {});
  ASSERT_FALSE(parity);
  EXPECT_EQ(parity.error().code, ErrorCode::mismatch);
}

TEST(Certificate, RefusesFilmsOfAnotherSize) {
  const auto classifier = small_classifier("concat_pool", 25);
  const auto session = session_of(export_model(classifier, 20).value());
  const auto parity = certify(classifier, session, films(24, 1));
  ASSERT_FALSE(parity);
  EXPECT_EQ(parity.error().code, ErrorCode::invalid_argument);
}

TEST(Certificate, TestsTheClassifierInEvalModeAndLeavesItInItsOwn) {
  const auto classifier = small_classifier("concat_pool", 26);
  const auto session = session_of(export_model(classifier, 20).value());
  classifier.module->train();
  EXPECT_TRUE(certify(classifier, session, {}));
  EXPECT_TRUE(classifier.module->is_training());
}

TEST(GeneratedImage, IsTheSameBySeedAndLiesInTheUnitInterval) {
  const auto image = generated_image(33, 5);
  ASSERT_EQ(image.pixels.size(), 33U * 33U);
  EXPECT_EQ(image.pixels, generated_image(33, 5).pixels);
  EXPECT_NE(image.pixels, generated_image(33, 6).pixels);
  const auto [low, high] = std::minmax_element(image.pixels.begin(), image.pixels.end());
  EXPECT_GE(*low, 0.0F);
  EXPECT_LE(*high, 1.0F);
  EXPECT_GT(*high - *low, 0.3F);
}

}  // namespace
}  // namespace chestlens
