#include "support/tiny_model.hpp"

#include <chestlens/model.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <span>
#include <string>

namespace chestlens {
namespace {

using test::attribute;
using test::Message;
using test::TinyModel;
using ::testing::HasSubstr;

Status check(const std::string& onnx) {
  return check_model(std::as_bytes(std::span(onnx)), test::tiny_card());
}

std::string refusal(const std::string& onnx) {
  const Status status = check(onnx);
  return status ? "accepted" : to_string(status.error());
}

std::string refusal(const TinyModel& model) {
  return refusal(onnx_of(model));
}

constexpr const char* other_model = "is not the model that its card describes: ";

TEST(Model, DeclaresWhatItsCardDescribes) {
  EXPECT_EQ(refusal(TinyModel{}), "accepted");
  const std::string onnx = onnx_of(TinyModel{});
  const auto interface = read_model_interface(std::as_bytes(std::span(onnx)));
  ASSERT_TRUE(interface) << to_string(interface.error());
  ASSERT_EQ(interface->inputs.size(), 1U);
  EXPECT_EQ(interface->inputs[0].name, "image");
  EXPECT_EQ(interface->inputs[0].type, "float32");
  EXPECT_EQ(interface->inputs[0].shape, (std::vector<std::int64_t>{-1, 1, 16, 16}));
  ASSERT_EQ(interface->outputs.size(), 4U);
  EXPECT_EQ(interface->outputs[2].name, "activations");
  EXPECT_EQ(interface->outputs[2].shape, (std::vector<std::int64_t>{-1, 4, 4, 4}));
}

TEST(Model, OfOtherOutputsIsNotTheCards) {
  EXPECT_EQ(refusal(TinyModel{.classes = 2, .declared_classes = 2}),
            std::string(other_model) +
                "logits is float32 [N,2], the card says float32 [N,3]: "
                "export or download the bundle again");
  EXPECT_THAT(refusal(TinyModel{.logits_type = test::onnx_int64}),
              HasSubstr("logits is int64 [N,3], the card says float32 [N,3]"));
  EXPECT_THAT(refusal(TinyModel{.logits_type = test::onnx_float64}), HasSubstr("is float64 [N,3]"));
  EXPECT_THAT(refusal(TinyModel{.features = 5}), HasSubstr("activations is float32 [N,5,4,4]"));
  EXPECT_THAT(refusal(TinyModel{.classes = 2}), HasSubstr("cam_weights is float32 [N,2,4]"));
  EXPECT_THAT(refusal(TinyModel{.size_pixels = 32}),
              HasSubstr("image is float32 [N,1,32,32], the card says float32 [N,1,16,16]"));
}

TEST(Model, OfAnotherInterfaceIsNoneOfOurs) {
  Message graph;
  graph.message(11, test::value_info("image", {-1, 1, 16, 16}))
      .message(12, test::value_info("logits", {-1, 3}));
  EXPECT_THAT(refusal(test::model(graph).bytes()), HasSubstr("has not one output \"features\""));
  for (const char* output : {"features", "activations", "cam_weights", "logits"}) {
    graph.message(12, test::value_info(output, {-1, 3}));
  }
  EXPECT_THAT(refusal(test::model(graph).bytes()), HasSubstr("has not one output \"logits\""));
  EXPECT_THAT(refusal(test::model(Message()).bytes()), HasSubstr("the one input \"image\""));
  graph.message(11, test::value_info("mask", {-1, 1, 16, 16}));
  EXPECT_THAT(refusal(test::model(graph).bytes()), HasSubstr("the one input \"image\""));
}

TEST(Model, OfWeightsInAnotherFileIsRefused) {
  const Message location = Message().text(1, "location").text(2, "../secret.bin");
  const Message in_file = Message().number(1, 4).number(2, 1).text(8, "w").message(13, location);
  const Message marked = Message(in_file).number(14, 1);
  for (const Message& tensor : {in_file, marked, Message().text(8, "w").number(14, 1)}) {
    EXPECT_THAT(refusal(TinyModel{.more_tensors = {tensor}}),
                HasSubstr("has weights in another file"));
    const Message constant = Message().text(1, "value").message(5, tensor).number(20, 4);
    EXPECT_THAT(refusal(TinyModel{.more_nodes = {test::node("Constant", {}, "w", {constant})}}),
                HasSubstr("has weights in another file"));
  }
}

TEST(Model, OfOperatorsThatChestLensNeverWritesIsRefused) {
  const Message foreign = test::node("Gelu", {"features"}, "x").text(7, "com.microsoft");
  EXPECT_THAT(refusal(TinyModel{.more_nodes = {foreign}}),
              HasSubstr("has operators of \"com.microsoft\""));
  const Message spelt = test::node("Relu", {"features"}, "x").text(7, "ai.onnx");
  EXPECT_EQ(refusal(TinyModel{.more_nodes = {spelt}}), "accepted");
  const Message body = Message().text(1, "body").message(6, Message()).number(20, 5);
  EXPECT_THAT(refusal(TinyModel{.more_nodes = {test::node("Loop", {"", ""}, "x", {body})}}),
              HasSubstr("has a graph within a node"));
  const std::string onnx = onnx_of(TinyModel{});
  const Message opset = Message().text(1, "com.microsoft").number(2, 1);
  EXPECT_THAT(refusal(onnx + Message().message(8, opset).bytes()),
              HasSubstr("operators of \"com.microsoft\""));
  EXPECT_THAT(refusal(onnx + Message().message(25, Message()).bytes()), HasSubstr("functions"));
  EXPECT_THAT(refusal(TinyModel{.opset = 12}), HasSubstr("is of opset 12, this program reads 13"));
  EXPECT_THAT(refusal(TinyModel{.opset = 22}), HasSubstr("is of opset 22"));
  EXPECT_THAT(refusal(TinyModel{.opset = -1}), HasSubstr("is of opset -1"));
}

// protobuf merges a message that is there twice, so that each of them would pass alone.
TEST(Model, WithAPartTwiceIsNoModel) {
  const std::string onnx = onnx_of(TinyModel{});
  EXPECT_THAT(refusal(onnx + onnx), HasSubstr("is no ONNX model"));
  const Message twice =
      Message(test::value_info("image", {-1}))
          .message(2, Message().message(
                          1, Message().message(2, Message().message(1, Message().number(1, 1)))));
  EXPECT_THAT(refusal(test::model(Message().message(11, twice)).bytes()),
              HasSubstr("declares a shape twice"));
}

TEST(Model, CutAnywhereIsAnError) {
  const std::string onnx = onnx_of(TinyModel{});
  for (std::size_t size = 0; size < onnx.size(); ++size) {
    ASSERT_FALSE(check(onnx.substr(0, size))) << size;
  }
  for (const std::string text :
       {"no model", "\x08", "\x0f", "\x3a\xff\xff\xff\xff\x7f", "\x00\x00"}) {
    EXPECT_THAT(refusal(text), HasSubstr("is no ONNX model")) << text;
  }
  EXPECT_THAT(refusal(std::string(12, '\xff')), HasSubstr("a number in it does not end"));
}

TEST(Model, OutputsOfARunHaveTheCardsShapes) {
  const Card card = test::tiny_card();
  const auto refused = [&](const std::string& name, const std::string& type,
                           const std::vector<std::int64_t>& shape) {
    const ModelTensor tensor{name, type, shape};
    const Status status = check_outputs(std::span(&tensor, 1), card, 2);
    return status ? "accepted" : status.error().message;
  };
  EXPECT_EQ(refused("logits", "float32", {2, 3}), "accepted");
  EXPECT_EQ(refused("features", "float32", {2, 9}), "accepted");
  EXPECT_EQ(refused("activations", "float32", {2, 4, 4, 4}), "accepted");
  EXPECT_EQ(refused("cam_weights", "float32", {2, 3, 4}), "accepted");
  EXPECT_EQ(refused("other", "string", {}), "accepted");
  EXPECT_THAT(refused("logits", "float32", {2, 2}),
              HasSubstr("[2,2], the card says float32 [2,3]"));
  for (const auto& shape : std::vector<std::vector<std::int64_t>>{
           {}, {3}, {6}, {1, 3}, {2, 0}, {2, 3, 1}, {-2, 3}, {2, 1'000'000}}) {
    EXPECT_THAT(refused("logits", "float32", shape), HasSubstr(other_model));
  }
  for (const char* type : {"int64", "float64", "float16", "uint8", "string", ""}) {
    EXPECT_THAT(refused("cam_weights", type, {2, 3, 4}), HasSubstr(other_model)) << type;
  }
  EXPECT_THAT(refused("activations", "float32", {0, 0, 513}), HasSubstr(other_model));
  EXPECT_THAT(refused("cam_weights", "float32", {1, 1, 2}), HasSubstr(other_model));
  EXPECT_THAT(refused("features", "float32", {2}), HasSubstr("float32 [2,?]"));
}

TEST(Model, ReferenceHasTheInputsSize) {
  EXPECT_TRUE(check_reference(4 * 16 * 16, test::tiny_card()));
  for (const std::size_t bytes : {0U, 1U, 4U * 16 * 16 - 1, 4U * 16 * 17}) {
    const Status status = check_reference(bytes, test::tiny_card());
    ASSERT_FALSE(status) << bytes;
    EXPECT_THAT(status.error().message,
                HasSubstr("an input of the card's 16 x 16 pixels has 1024"));
  }
}

TEST(Model, CertificateHoldsWithinAThousandth) {
  const Card card = test::tiny_card();
  const auto difference = [&](const std::vector<float>& logits) {
    return check_certificate(logits, card);
  };
  EXPECT_EQ(difference({0.0F, 0.0F, 0.0F}).value(), 0.0);
  EXPECT_FLOAT_EQ(static_cast<float>(difference({0.0F, -9e-4F, 5e-4F}).value()), 9e-4F);
  const auto refused = difference({0.005F, 0.0F, 0.0F});
  ASSERT_FALSE(refused);
  EXPECT_EQ(
      refused.error().message,
      "its logits for the reference film differ from the certificate by 0.005, where 0.001 is "
      "allowed: this is not what the card certifies");
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(difference({nan, 0.0F, 0.0F}));
  EXPECT_FALSE(difference({0.0F, nan, 0.0F}));
  EXPECT_FALSE(difference({0.0F, 0.0F}));
  EXPECT_FALSE(difference({}));
}

}  // namespace
}  // namespace chestlens
