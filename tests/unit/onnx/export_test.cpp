#include "onnx/export.hpp"

#include "networks/chain.hpp"
#include "onnx/check.hpp"
#include "test_classifiers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>
#include <torch/torch.h>

#include <set>

namespace chestlens {
namespace {

using testing::HasSubstr;

onnx::ModelProto exported(const Classifier& classifier, int size_pixels) {
  auto model = export_model(classifier, size_pixels);
  EXPECT_TRUE(model) << to_string(model.error());
  return *model;
}

std::string shape(const onnx::ValueInfoProto& value) {
  std::string text = value.name();
  for (const auto& dim : value.type().tensor_type().shape().dim()) {
    text += " " + (dim.has_dim_param() ? dim.dim_param() : std::to_string(dim.dim_value()));
  }
  return text;
}

TEST(Export, HasTheBundlesInterface) {
  const auto model = exported(small_classifier("concat_pool", 1), 20);
  ASSERT_EQ(model.opset_import_size(), 1);
  EXPECT_EQ(model.opset_import(0).version(), 13);
  ASSERT_EQ(model.graph().input_size(), 1);
  EXPECT_EQ(shape(model.graph().input(0)), "image N 1 20 20");
  std::vector<std::string> outputs;
  for (const auto& output : model.graph().output()) outputs.push_back(shape(output));
  EXPECT_EQ(outputs,
            (std::vector<std::string>{"logits N 3", "features N 512", "activations N 6 5 5",
                                      "early N 6", "middle N 8", "cam_weights N 3 6",
                                      "max_weights N 3 6", "evidence N 3 5 5", "logit_bias N 3"}));
}

TEST(Export, NamesWeightsAsTheModuleDoes) {
  const auto model = exported(small_classifier("concat_pool", 1), 20);
  std::set<std::string> names;
  for (const auto& constant : model.graph().initializer()) names.insert(constant.name());
  EXPECT_TRUE(names.contains("body.conv0.weight_folded"));
  EXPECT_TRUE(names.contains("body.conv2.weight"));
  EXPECT_TRUE(names.contains("head.8.weight"));
}

TEST(Export, WritesExplicitPads) {
  const auto model = exported(small_classifier("concat_pool", 1), 20);
  for (const auto& node : model.graph().node()) {
    bool pads = false;
    for (const auto& attribute : node.attribute()) {
      EXPECT_NE(attribute.name(), "auto_pad") << node.name();
      pads |= attribute.name() == "pads";
    }
    const bool has_window = node.op_type() == "Conv" || node.op_type() == "MaxPool";
    EXPECT_EQ(pads, has_window) << node.name();
  }
}

TEST(Export, GivesTheSameBytesEachTime) {
  const auto classifier = small_classifier("concat_pool", 1);
  EXPECT_EQ(serialize(exported(classifier, 20)), serialize(exported(classifier, 20)));
}

TEST(Export, LeavesTheClassifierAndTheRandomGeneratorAsTheyWere) {
  const auto classifier = small_classifier("concat_pool", 1);
  classifier.module->train();
  torch::manual_seed(9);
  const auto expected = torch::rand({4});
  torch::manual_seed(9);
  exported(classifier, 20);
  EXPECT_TRUE(torch::equal(torch::rand({4}), expected));
  for (const auto& part : classifier.module->modules()) EXPECT_TRUE(part->is_training());
  for (const auto& parameter : classifier.module->parameters()) {
    EXPECT_TRUE(parameter.requires_grad());
  }
}

TEST(Export, ReadsWeightsOfAnyMemoryLayout) {
  const auto classifier = small_classifier("concat_pool", 1);
  const auto bytes = serialize(exported(classifier, 20));
  for (auto& parameter : classifier.module->parameters()) {
    if (parameter.dim() != 4) continue;
    parameter.set_data(parameter.detach().contiguous(torch::MemoryFormat::ChannelsLast));
  }
  EXPECT_EQ(serialize(exported(classifier, 20)), bytes);
}

TEST(Export, RefusesAnUnknownOperatorByNameAndPlace) {
  const auto body = small_body();
  body->push_back("gelu", torch::nn::GELU());
  auto classifier = assemble_classifier({}, body, small_head("average_pool", 25));
  const auto model = export_model(classifier, 20);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::unsupported);
  const auto text = to_string(model.error());
  EXPECT_THAT(text, HasSubstr("aten::gelu (after body.conv2.bias)"));
}

TEST(Export, RefusesOtherPrecisionsNamingTheParameter) {
  const auto classifier = small_classifier("concat_pool", 1);
  classifier.module->to(torch::kFloat64);
  const auto model = export_model(classifier, 20);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(model.error().context, "body.conv0.weight");
}

TEST(Export, ReportsAnInputTooSmallForTheNetwork) {
  const auto model = export_model(random_densenet121(1), 8);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::runtime);
}

TEST(CheckModel, RefusesWhatTheDefaultOptionsLetPass) {
  auto model = exported(small_classifier("concat_pool", 1), 20);
  ASSERT_TRUE(check_model(model));
  for (auto& node : *model.mutable_graph()->mutable_node()) {
    if (node.op_type() != "Conv") continue;
    for (auto& attribute : *node.mutable_attribute()) {
      if (attribute.name() == "strides") attribute.mutable_ints()->RemoveLast();
    }
  }
  const auto checked = check_model(model);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::mismatch);
}

TEST(CheckModel, RefusesAnInputThatNothingComputes) {
  auto model = exported(small_classifier("concat_pool", 1), 20);
  model.mutable_graph()->mutable_node(3)->set_input(0, "nowhere");
  ASSERT_FALSE(check_model(model));
}

}  // namespace
}  // namespace chestlens
