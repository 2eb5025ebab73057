#include "support/onnx_writer.hpp"

#include <chestlens/shuffled_model.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <string>

namespace chestlens {
namespace {

std::vector<float> rising(std::size_t count, float first) {
  std::vector<float> values(count);
  std::iota(values.begin(), values.end(), first);
  return values;
}

std::string raw(const std::vector<float>& values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// Two matrices make the activations, a third the logits; a bias stands between.
std::string three_matrices() {
  test::Message graph;
  graph.message(1, test::node("MatMul", {"image", "first"}, "one"))
      .message(1, test::node("Add", {"one", "bias"}, "two"))
      .message(1, test::node("MatMul", {"two", "second"}, "activations"))
      .message(1, test::node("MatMul", {"activations", "head"}, "logits"))
      .message(5, test::floats("first", {4, 4}, rising(16, 100)))
      .message(5, test::floats("bias", {4}, rising(4, 200)))
      .message(5, test::floats("second", {4, 4}, rising(16, 300)))
      .message(5, test::floats("head", {4, 4}, rising(16, 400)));
  return test::model(graph).bytes();
}

std::string shuffled(double share, std::uint64_t seed) {
  const std::string model = three_matrices();
  const auto result = shuffle_last_weights(std::as_bytes(std::span(model)), share, seed);
  if (!result) return to_string(result.error());
  return {reinterpret_cast<const char*>(result->data()), result->size()};
}

bool holds(const std::string& model, const std::vector<float>& values) {
  return model.find(raw(values)) != std::string::npos;
}

TEST(ShuffledModel, ChangesTheLastWeightsOfTheBodyAlone) {
  const std::string half = shuffled(0.5, 1);
  EXPECT_TRUE(holds(half, rising(16, 100)));
  EXPECT_TRUE(holds(half, rising(4, 200)));
  EXPECT_FALSE(holds(half, rising(16, 300)));
  EXPECT_TRUE(holds(half, rising(16, 400)));
  const std::string all = shuffled(1.0, 1);
  EXPECT_FALSE(holds(all, rising(16, 100)));
  EXPECT_TRUE(holds(all, rising(4, 200)));
  EXPECT_TRUE(holds(all, rising(16, 400)));
  EXPECT_EQ(shuffled(0.0, 1), half);  // at least one
}

TEST(ShuffledModel, KeepsTheValues) {
  const std::string before = three_matrices(), after = shuffled(1.0, 7);
  ASSERT_EQ(after.size(), before.size());
  // The bytes of whole floats are moved: each value is still there once.
  for (float value = 300; value < 316; ++value) {
    EXPECT_NE(after.find(raw({value})), std::string::npos) << value;
  }
  EXPECT_EQ(after, shuffled(1.0, 7));
  EXPECT_NE(after, shuffled(1.0, 8));
}

TEST(ShuffledModel, RefusesWhatHasNoBody) {
  test::Message graph;
  graph.message(1, test::node("Relu", {"image"}, "activations"));
  const std::string model = test::model(graph).bytes();
  const auto refused = shuffle_last_weights(std::as_bytes(std::span(model)), 1.0, 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
  EXPECT_FALSE(shuffle_last_weights(std::as_bytes(std::span(model)).first(5), 1.0, 1));
}

}  // namespace
}  // namespace chestlens
