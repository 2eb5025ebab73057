#include "weights/names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(Names, OfTorchvisionsOldDenseNet) {
  const auto names = other_module_names("densenet121");
  EXPECT_EQ(names.size(), 4U * (6 + 12 + 24 + 16));
  EXPECT_EQ(renamed(names, "features.denseblock4.denselayer16.norm.2.running_var"),
            "features.denseblock4.denselayer16.norm2.running_var");
  EXPECT_EQ(renamed(names, "features.denseblock1.denselayer1.conv.1.weight"),
            "features.denseblock1.denselayer1.conv1.weight");
  for (const char* same : {"features.denseblock1.denselayer1.conv1.weight", "features.norm5.bias",
                           "features.denseblock1.denselayer7.conv.1.weight", "weight"}) {
    EXPECT_EQ(renamed(names, same), same);
  }
}

TEST(Names, OfCadenesResNeXt) {
  const auto names = other_module_names("resnext101_32x4d");
  EXPECT_EQ(names.size(), 8U * 33 + 3);
  EXPECT_EQ(renamed(names, "features.0.weight"), "conv1.weight");
  EXPECT_EQ(renamed(names, "features.1.running_mean"), "bn1.running_mean");
  EXPECT_EQ(renamed(names, "features.4.0.0.0.0.0.weight"), "layer1.0.conv1.weight");
  EXPECT_EQ(renamed(names, "features.6.22.0.0.0.3.weight"), "layer3.22.conv2.weight");
  EXPECT_EQ(renamed(names, "features.7.2.0.0.0.4.bias"), "layer4.2.bn2.bias");
  EXPECT_EQ(renamed(names, "features.5.1.0.0.1.weight"), "layer2.1.conv3.weight");
  EXPECT_EQ(renamed(names, "features.5.1.0.0.2.weight"), "layer2.1.bn3.weight");
  EXPECT_EQ(renamed(names, "features.5.0.0.1.0.weight"), "layer2.0.downsample.0.weight");
  EXPECT_EQ(renamed(names, "features.5.0.0.1.1.weight"), "layer2.0.downsample.1.weight");
  EXPECT_EQ(renamed(names, "last_linear.bias"), "fc.bias");
  EXPECT_EQ(renamed(names, "layer1.0.bn1.weight"), "layer1.0.bn1.weight");
}

TEST(Names, OfTimmsMobileNet) {
  const auto names = other_module_names("mobilenet_v2");
  EXPECT_EQ(renamed(names, "conv_stem.weight"), "features.0.0.weight");
  EXPECT_EQ(renamed(names, "bn1.bias"), "features.0.1.bias");
  EXPECT_EQ(renamed(names, "blocks.0.0.conv_dw.weight"), "features.1.conv.0.0.weight");
  EXPECT_EQ(renamed(names, "blocks.0.0.conv_pw.weight"), "features.1.conv.1.weight");
  EXPECT_EQ(renamed(names, "blocks.0.0.bn2.weight"), "features.1.conv.2.weight");
  EXPECT_EQ(renamed(names, "blocks.1.0.conv_pw.weight"), "features.2.conv.0.0.weight");
  EXPECT_EQ(renamed(names, "blocks.1.1.bn2.weight"), "features.3.conv.1.1.weight");
  EXPECT_EQ(renamed(names, "blocks.6.0.conv_pwl.weight"), "features.17.conv.2.weight");
  EXPECT_EQ(renamed(names, "blocks.6.0.bn3.weight"), "features.17.conv.3.weight");
  EXPECT_EQ(renamed(names, "conv_head.weight"), "features.18.0.weight");
  EXPECT_EQ(renamed(names, "bn2.weight"), "features.18.1.weight");
  EXPECT_EQ(renamed(names, "classifier.weight"), "classifier.1.weight");
  EXPECT_EQ(renamed(names, "classifier.1.weight"), "classifier.1.weight");
}

TEST(Names, MayStandBehindAWrappersPrefix) {
  using testing::ElementsAre;
  const auto prefixes = [](const std::vector<std::string>& names) {
    const auto is_ours = [](const std::string& name) {
      return name == "conv.weight" || name == "b";
    };
    return wrapper_prefixes(names, is_ours, 2);
  };
  EXPECT_THAT(prefixes({"conv.weight", "b"}), ElementsAre(""));
  EXPECT_THAT(prefixes({"m.net.b", "m.net.conv.weight"}), ElementsAre("m.net."));
  EXPECT_THAT(prefixes({"loss.weight", "m.b", "m.conv.weight"}), ElementsAre("m."));
  EXPECT_THAT(prefixes({"m.b", "m.conv.weight", "t.1", "t.2", "t.3", "t.4"}), ElementsAre("m."));
  EXPECT_THAT(prefixes({"m.b", "x", "y"}), ElementsAre(""));  // one of two may be by chance
  EXPECT_THAT(prefixes({"a.b", "a.conv.weight", "c.b", "c.conv.weight"}), ElementsAre("a.", "c."));
  EXPECT_THAT(prefixes({"b", "conv.weight", "c.b", "c.conv.weight"}), ElementsAre(""));
  EXPECT_THAT(prefixes({}), ElementsAre(""));
}

TEST(Names, OfClassifiers) {
  for (const char* name : {"classifier.weight", "classifier.1.bias", "fc.weight",
                           "last_linear.bias", "head.8.weight"}) {
    EXPECT_TRUE(is_of_classifier(name)) << name;
  }
  for (const char* name : {"conv_head.weight", "features.0.0.weight", "fcn.weight"}) {
    EXPECT_FALSE(is_of_classifier(name)) << name;
  }
}

}  // namespace
}  // namespace chestlens
