#include "support/onnx_writer.hpp"
#include "support/tiny_model.hpp"

#include <chestlens/head_model.hpp>
#include <chestlens/model.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace chestlens {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::string text_of(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// image -> body_weight -> activations -> pool, head_weight -> logits; a second output hangs on it.
std::string two_parts(const std::string& head_reads = "activations") {
  test::Message graph;
  graph.message(1, test::node("Mul", {"image", "body_weight"}, "activations"))
      .message(1, test::node("GlobalAveragePool", {head_reads}, "pooled"))
      .message(1, test::node("Flatten", {"pooled"}, "features"))
      .message(1, test::node("MatMul", {"features", "head_weight"}, "logits"))
      .message(1, test::node("Neg", {"logits"}, "other"))
      .text(2, "two_parts")
      .message(5, test::floats("body_weight", {1}, {2.0F}))
      .message(5, test::floats("head_weight", {1, 2}, {1.0F, -1.0F}))
      .message(11, test::value_info("image", {-1, 1, 3, 3}))
      .message(12, test::value_info("logits", {-1, 2}))
      .message(12, test::value_info("other", {-1, 2}))
      .message(12, test::value_info("activations", {-1, 1, 3, 3}));
  return test::model(graph).bytes();
}

TEST(HeadModel, TakesActivationsAndGivesLogits) {
  const auto head = cut_head(bytes_of(two_parts()));
  ASSERT_TRUE(head) << to_string(head.error());
  const auto interface = read_model_interface(*head);
  ASSERT_TRUE(interface) << to_string(interface.error());
  ASSERT_EQ(interface->inputs.size(), 1U);
  EXPECT_EQ(interface->inputs[0].name, "activations");
  EXPECT_EQ(interface->inputs[0].shape, (std::vector<std::int64_t>{-1, 1, 3, 3}));
  ASSERT_EQ(interface->outputs.size(), 1U);
  EXPECT_EQ(interface->outputs[0].name, "logits");
  const std::string text = text_of(*head);
  for (const char* there : {"GlobalAveragePool", "Flatten", "MatMul", "head_weight"}) {
    EXPECT_THAT(text, HasSubstr(there));
  }
  for (const char* gone : {"body_weight", "Mul\n", "Neg", "image"}) {
    EXPECT_THAT(text, Not(HasSubstr(gone)));
  }
}

TEST(HeadModel, RefusesLogitsThatLookPastTheActivations) {
  const auto past = cut_head(bytes_of(two_parts("image")));
  ASSERT_FALSE(past);
  EXPECT_EQ(past.error().code, ErrorCode::unsupported);
  EXPECT_THAT(past.error().message, HasSubstr("\"image\""));
  const auto tiny = cut_head(bytes_of(onnx_of(test::TinyModel{})));
  ASSERT_FALSE(tiny);
  EXPECT_THAT(tiny.error().message, HasSubstr("\"image\" beside the activations"));
}

TEST(HeadModel, OfDamagedBytesIsAnErrorOrAModelThatReads) {
  const std::string whole = two_parts();
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    EXPECT_FALSE(cut_head(bytes_of(whole.substr(0, bytes)))) << bytes;
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x55);
    const auto head = cut_head(bytes_of(changed));
    EXPECT_TRUE(!head || !head->empty());
  }
}

}  // namespace
}  // namespace chestlens
