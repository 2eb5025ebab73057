#include "bundle/runtime.hpp"

#include "io/atomic_file.hpp"
#include "onnx/export.hpp"
#include "test_classifiers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>
#include <torch/torch.h>

#include <filesystem>
#include <thread>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

Result<OnnxSession> open_text(const std::string& text) {
  return OnnxSession::open(bytes_of(text), "some/model.onnx", 1);
}

std::string small_model() {
  return serialize(export_model(small_classifier("concat_pool", 1), 20).value());
}

TEST(OnnxSession, GivesTheFourOutputsWithTheirShapes) {
  const auto session = open_text(small_model());
  ASSERT_TRUE(session) << to_string(session.error());
  EXPECT_EQ(session->height_pixels(), 20);
  EXPECT_EQ(session->width_pixels(), 20);
  using Shape = std::vector<std::int64_t>;
  const auto outputs = session->run(films(20, 3));
  ASSERT_TRUE(outputs) << to_string(outputs.error());
  EXPECT_EQ(outputs->logits.shape, (Shape{3, 3}));
  EXPECT_EQ(outputs->features.shape, (Shape{3, 512}));
  EXPECT_EQ(outputs->activations.shape, (Shape{3, 6, 5, 5}));
  EXPECT_EQ(outputs->cam_weights.shape, (Shape{3, 3, 6}));
  EXPECT_EQ(outputs->activations.values.size(), 3U * 6 * 5 * 5);
}

TEST(OnnxSession, GivesAFilmTheSameLogitsInAnyBatch) {
  const auto session = open_text(small_model());
  ASSERT_TRUE(session);
  const auto three = films(20, 3);
  const auto together = session->run(three);
  const auto alone = session->run(std::span(three).subspan(1, 1));
  ASSERT_TRUE(together && alone);
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(together->logits.values[3 + c], alone->logits.values[c], 1e-5);
  }
}

TEST(OnnxSession, ServesSeveralThreads) {
  const auto session = open_text(small_model());
  ASSERT_TRUE(session);
  const auto input = films(20, 2);
  const auto expected = session->run(input).value().logits.values;
  std::vector<std::vector<float>> results(4);
  {
    std::vector<std::jthread> threads;
    for (auto& result : results) {
      threads.emplace_back([&] { result = session->run(input).value().logits.values; });
    }
  }
  for (const auto& result : results) EXPECT_EQ(result, expected);
}

TEST(OnnxSession, RefusesInputsThatDoNotFit) {
  const auto session = open_text(small_model());
  ASSERT_TRUE(session);
  const auto refused = [](const Result<OnnxOutputs>& outputs) {
    return !outputs && outputs.error().code == ErrorCode::invalid_argument;
  };
  const std::vector<float> pixels(399);
  EXPECT_TRUE(refused(session->run(pixels, 1)));
  EXPECT_TRUE(refused(session->run(std::span<const float>(), 0)));
  EXPECT_TRUE(refused(session->run(std::span<const float>(), -1)));
  EXPECT_TRUE(refused(session->run(films(21, 1))));
  EXPECT_TRUE(refused(session->run(std::span<const FloatImage>())));
}

TEST(OnnxSession, NamesADamagedFile) {
  const auto whole = small_model();
  for (const auto& text :
       {std::string(), std::string("no model"), whole.substr(0, whole.size() / 2)}) {
    const auto session = open_text(text);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::corrupt);
    EXPECT_EQ(session.error().context, "some/model.onnx");
  }
}

TEST(OnnxSession, NamesAMissingFile) {
  const auto session = OnnxSession::open(fs::path("no/such/model.onnx"));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::not_found);
  EXPECT_THAT(to_string(session.error()), HasSubstr("no/such/model.onnx"));
}

TEST(OnnxSession, RefusesAModelThatIsNotOurs) {
  auto model = export_model(small_classifier("concat_pool", 1), 20).value();
  auto without_cam = model;
  auto& outputs = *without_cam.mutable_graph()->mutable_output();
  outputs.erase(std::find_if(outputs.begin(), outputs.end(),
                             [](const auto& output) { return output.name() == "cam_weights"; }));
  const auto first = open_text(serialize(without_cam));
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, ErrorCode::unsupported);
  EXPECT_THAT(first.error().message, HasSubstr("cam_weights"));

  auto& shape = *model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type();
  shape.mutable_shape()->mutable_dim(0)->set_dim_value(1);
  const auto second = open_text(serialize(model));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unsupported);
  EXPECT_THAT(second.error().message, HasSubstr("image"));
}

TEST(OnnxSession, KnowsItsVersion) {
  EXPECT_EQ(onnx_runtime_version().substr(0, 2), "1.");
}

}  // namespace
}  // namespace chestlens
