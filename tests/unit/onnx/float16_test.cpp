#include "bundle/bundle.hpp"
#include "networks/chain.hpp"
#include "networks/eval_mode.hpp"
#include "onnx/check.hpp"
#include "onnx/export.hpp"
#include "onnx/round_to_float16.hpp"
#include "onnx/write_bundle.hpp"
#include "ort_run.hpp"
#include "support/temporary_folder.hpp"
#include "test_classifiers.hpp"

#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

torch::Tensor logits_of(const Classifier& classifier, const torch::Tensor& images) {
  const torch::NoGradGuard no_grad;
  const EvalMode eval(*classifier.module);
  return forward(classifier, images).logits;
}

class Float16OfHead : public testing::TestWithParam<std::string> {};

TEST_P(Float16OfHead, RoundingKeepsTheFunctionToFloat16sDigits) {
  const auto classifier = small_classifier(GetParam(), 1);
  const auto images = torch::rand({4, 1, 20, 20});
  const auto before = logits_of(classifier, images);
  const auto rounded = round_to_float16(classifier, 20);
  ASSERT_TRUE(rounded) << to_string(rounded.error());
  const auto after = logits_of(classifier, images);
  const double scale = before.abs().max().item<double>();
  EXPECT_LE((after - before).abs().max().item<double>(), 5e-3 * scale);
  EXPECT_FALSE(torch::equal(after, before));
}

TEST_P(Float16OfHead, StoringLosesNothingOfWhatWasRounded) {
  const auto classifier = small_classifier(GetParam(), 2);
  ASSERT_TRUE(round_to_float16(classifier, 20));
  const auto whole = export_model(classifier, 20, WeightStorage::float32);
  const auto halved = export_model(classifier, 20, WeightStorage::float16);
  ASSERT_TRUE(whole) << to_string(whole.error());
  ASSERT_TRUE(halved) << to_string(halved.error());
  const auto images = torch::rand({3, 1, 20, 20});
  const auto expected = ort_run(*whole, images, /*optimize=*/true);
  for (const auto& [name, values] : ort_run(*halved, images, /*optimize=*/true)) {
    EXPECT_TRUE(torch::equal(values, expected.at(name))) << name;
  }
  for (const auto& constant : halved->graph().initializer()) {
    const bool large = constant.data_type() == onnx::TensorProto::FLOAT &&
                       constant.dims_size() > 1 && constant.dims(1) > 1;
    EXPECT_FALSE(large && constant.raw_data().size() >= 4U * 256U) << constant.name();
  }
}

INSTANTIATE_TEST_SUITE_P(Heads, Float16OfHead, testing::ValuesIn(head_names()),
                         [](const auto& head) { return head.param; });

TEST(Float16, HalvesDenseNetAndPassesTheCertificate) {
  const auto classifier = random_densenet121(3);
  ASSERT_TRUE(round_to_float16(classifier, 64));
  const auto whole = export_model(classifier, 64, WeightStorage::float32);
  ASSERT_TRUE(whole) << to_string(whole.error());
  const test::TemporaryFolder folder;
  auto card = test_card(classifier, 64);
  card.storage.weights = WeightStorage::float16;
  const auto written = write_bundle(folder.path() / "half", classifier, card, films(64, 2));
  ASSERT_TRUE(written) << to_string(written.error());
  EXPECT_LT(static_cast<double>(written->files.at(0).bytes),
            0.53 * static_cast<double>(serialize(*whole).size()));
  EXPECT_EQ(read_bundle(folder.path() / "half").value().card.storage.weights,
            WeightStorage::float16);
}

TEST(Float16, RefusesWeightsThatItCannotHold) {
  const auto classifier = small_classifier("concat_pool", 4);
  const torch::NoGradGuard no_grad;
  classifier.head->named_parameters()["8.weight"][0][0] = 1e6;
  const auto refused = round_to_float16(classifier, 20);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(refused.error().context, "head.8.weight");
}

}  // namespace
}  // namespace chestlens
