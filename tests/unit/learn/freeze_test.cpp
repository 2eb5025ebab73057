#include "learn/freeze.hpp"

#include "support/tiny_network.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <set>
#include <string>

namespace chestlens {
namespace {

std::set<std::string> trainable(const Classifier& classifier) {
  std::set<std::string> names;
  for (const auto& parameter : classifier.module->named_parameters()) {
    if (parameter.value().requires_grad()) names.insert(parameter.key());
  }
  return names;
}

TEST(Freeze, LeavesTheHeadAndTheBodysNorms) {
  const Classifier classifier = test::make_tiny_network({.classes = 2}).value();
  const auto all = trainable(classifier);
  set_frozen(classifier, true);
  auto expected = all;
  for (const char* name : {"body.conv0.weight", "body.conv1.weight", "body.conv1.bias"}) {
    ASSERT_EQ(expected.erase(name), 1U) << name;
  }
  EXPECT_EQ(trainable(classifier), expected);
  EXPECT_TRUE(expected.contains("body.norm0.weight"));
  set_frozen(classifier, false);
  EXPECT_EQ(trainable(classifier), all);
}

// A real body, whose norms lie deep in it: every parameter of more than one dimension is frozen.
TEST(Freeze, FindsTheNormsOfADeepBody) {
  const Classifier classifier = make_classifier({.name = "densenet121"}).value();
  set_frozen(classifier, true);
  for (const auto& parameter : classifier.body->named_parameters()) {
    EXPECT_EQ(parameter.value().requires_grad(), parameter.value().dim() == 1) << parameter.key();
  }
}

TEST(Freeze, FrozenNormsGoOnFollowingTheFilms) {
  const Classifier classifier = test::make_tiny_network({.classes = 2}).value();
  set_frozen(classifier, true);
  classifier.module->train();
  const auto before = classifier.body->named_buffers()["norm0.running_mean"].clone();
  forward(classifier, torch::rand({4, 1, 16, 16}));
  EXPECT_FALSE(torch::equal(classifier.body->named_buffers()["norm0.running_mean"], before));
}

}  // namespace
}  // namespace chestlens
