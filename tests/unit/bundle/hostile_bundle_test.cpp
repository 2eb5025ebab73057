// Bundles whose digests are right and whose models are not what their cards say: what they claim
// must be found out before a byte of an output is read.
#include "bundle/build_catalog.hpp"
#include "bundle/predictor.hpp"
#include "shipped_models.hpp"
#include "support/tiny_bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using test::TinyModel;
using testing::HasSubstr;

class HostileBundle : public testing::Test {
 protected:
  std::filesystem::path models() const { return folder_ / "models"; }
  std::filesystem::path bundle() const { return models() / "tiny"; }
  std::string model() const { return (bundle() / model_file).string(); }

  void write(const TinyModel& model, const Card& card = test::tiny_card()) const {
    test::write_tiny_bundle(bundle(), onnx_of(model), card);
  }
  /// What `predict` says, which must be what `catalog` says.
  std::string refusal() const {
    const auto opened = open_bundle(bundle(), {.threads = 1});
    const auto listed = build_catalog(models(), {"tiny"});
    EXPECT_EQ(opened.has_value(), listed.has_value());
    if (!opened && !listed) {
      EXPECT_EQ(to_string(opened.error()), to_string(listed.error()));
    }
    return opened ? "accepted" : to_string(opened.error());
  }
  /// A film of one grey level of 0..255.
  std::filesystem::path film(std::uint16_t level) const {
    auto path = folder_ / (std::to_string(level) + ".png");
    GreyImage image{16, 16, 255, std::vector<std::uint16_t>(256, 0)};
    for (std::size_t i = 0; i < 128; ++i) image.pixels[i] = level;
    test::must(write_file_atomic(path, test::must(encode_png(image))));
    return path;
  }

  test::TemporaryFolder folder_;
};

TEST_F(HostileBundle, TheModelThatItsCardDescribesPredicts) {
  write({});
  ASSERT_EQ(refusal(), "accepted");
  const auto predictor = test::must(open_bundle(bundle(), {.threads = 1}));
  const auto prediction = predict_film(predictor, film(255));
  ASSERT_TRUE(prediction) << to_string(prediction.error());
  // Half the film is white: its mean is 1/2, and softmax is taken of 5, 5/2 and 5/3.
  EXPECT_NEAR(prediction->combined.probabilities[0], 0.8950F, 1e-3F);
  EXPECT_NEAR(prediction->combined.probabilities[1], 0.0735F, 1e-3F);
}

TEST_F(HostileBundle, AnotherNumberOfOutputsIsFoundInTheModel) {
  write({.classes = 2, .declared_classes = 2});
  EXPECT_THAT(refusal(), HasSubstr(model() + ": is not the model that its card describes: logits "
                                             "is float32 [N,2], the card says float32 [N,3]"));
  write({.classes = 6, .declared_classes = 6});
  EXPECT_THAT(refusal(), HasSubstr("logits is float32 [N,6]"));
  write({.logits_type = test::onnx_int64});
  EXPECT_THAT(refusal(), HasSubstr("logits is int64 [N,3]"));
}

TEST_F(HostileBundle, OneThatDeclaresMoreThanItGivesIsFoundByItsReference) {
  write({.hidden_classes = 1.0F});
  EXPECT_THAT(refusal(), HasSubstr(model() + ": is not the model that its card describes: logits "
                                             "is float32 [1,2], the card says float32 [1,3]"));
  write({.classes = 6, .hidden_classes = 3.0F});
  EXPECT_THAT(refusal(), HasSubstr("cam_weights is float32 [N,6,4]"));
}

TEST_F(HostileBundle, OneThatGivesLessForSomeFilmsIsFoundByTheFilm) {
  write({.white_classes = 1.0F});
  ASSERT_EQ(refusal(), "accepted") << "the reference is black";
  const auto predictor = test::must(open_bundle(bundle(), {.threads = 1}));
  const GreyImage black{16, 16, 255, std::vector<std::uint16_t>(256, 0)};
  const auto prepared = test::must(prepare_film(predictor, black));
  EXPECT_TRUE(test::must(predict_batch(predictor, std::span(&prepared, 1), true)).front());
  const auto white = predict_film(predictor, film(255));
  ASSERT_FALSE(white);
  EXPECT_THAT(to_string(white.error()),
              HasSubstr("logits is float32 [1,2], the card says float32 [1,3]"));
}

TEST_F(HostileBundle, ACardOfAMillionClassesIsRefused) {
  Card card = test::tiny_card();
  for (int i = 0; i < 1'000'000; ++i) card.classes.push_back(std::to_string(i));
  write({}, card);
  EXPECT_THAT(refusal(), HasSubstr("has "));
  EXPECT_THAT(refusal(), HasSubstr("bytes, the limit is 4194304"));
  card.classes.resize(5);
  card.certificate.reference_logits.resize(5);
  write({}, card);
  EXPECT_THAT(refusal(), HasSubstr("logits is float32 [N,3], the card says float32 [N,5]"));
}

TEST_F(HostileBundle, WeightsInAnotherFileAreNeverRead) {
  const auto location = test::Message().text(1, "location").text(2, "secret.bin");
  const auto tensor =
      test::Message().number(1, 1).number(2, 1).text(8, "nothing2").message(13, location);
  write({.more_tensors = {test::Message(tensor).number(14, 1)}});
  test::must(write_file_atomic(bundle() / "secret.bin", "1234"));
  EXPECT_EQ(refusal(),
            model() + ": has weights in another file: not a model that ChestLens exported");
}

TEST_F(HostileBundle, AReferenceOfAnotherSizeIsRefused) {
  Card card = test::tiny_card();
  card.input.size_pixels = 32;
  write({.size_pixels = 32}, card);
  EXPECT_THAT(refusal(), HasSubstr("activations is float32 [N,4,8,8]"));
  card.activation_height = card.activation_width = 8;
  write({.size_pixels = 32}, card);
  EXPECT_THAT(refusal(),
              HasSubstr("reference.f32: has 1024 bytes where an input of the card's 32 x "
                        "32 pixels has 4096"));
}

TEST_F(HostileBundle, ALoopIsRefusedBeforeItRuns) {
  const auto body = test::Message().text(1, "body").message(6, test::Message()).number(20, 5);
  write({.more_nodes = {test::node("Loop", {"", ""}, "x", {body})}});
  EXPECT_THAT(refusal(), HasSubstr("has a graph within a node"));
}

}  // namespace
}  // namespace chestlens
