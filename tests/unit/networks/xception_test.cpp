#include "networks/xception.hpp"

#include "networks/chain.hpp"
#include "published.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(Xception, HasThePublishedParametersAndMultiplyAdds) {
  const auto classifier = test::make_published("xception", 1000);
  EXPECT_EQ(parameter_count(classifier), 22'855'952);  // timm's legacy_xception
  const auto count = multiply_adds(classifier, 299);
  ASSERT_TRUE(count) << to_string(count.error());
  EXPECT_NEAR(static_cast<double>(count->layers + count->norms) / 1e9, 8.40, 0.005);  // timm
}

TEST(Xception, BearsCadenesNamesAndShapes) {
  const auto classifier = test::make_published("xception", 1000);
  const auto parameters = classifier.body->named_parameters();
  EXPECT_EQ(parameters.size(), 154U);  // Cadene's 156 less fc.weight and .bias
  const auto shape = [&](const std::string& name) { return parameters[name].sizes().vec(); };
  using Shape = std::vector<std::int64_t>;
  EXPECT_EQ(shape("conv1.weight"), (Shape{32, 3, 3, 3}));
  EXPECT_EQ(shape("block1.rep.0.conv1.weight"), (Shape{64, 1, 3, 3}));
  EXPECT_EQ(shape("block1.rep.3.pointwise.weight"), (Shape{128, 128, 1, 1}));
  EXPECT_EQ(shape("block1.skip.weight"), (Shape{128, 64, 1, 1}));
  EXPECT_EQ(shape("block2.rep.1.conv1.weight"), (Shape{128, 1, 3, 3}));
  EXPECT_EQ(shape("block3.rep.5.weight"), (Shape{728}));
  EXPECT_EQ(shape("block7.rep.7.pointwise.weight"), (Shape{728, 728, 1, 1}));
  EXPECT_EQ(shape("block12.rep.1.pointwise.weight"), (Shape{728, 728, 1, 1}));
  EXPECT_EQ(shape("block12.rep.4.pointwise.weight"), (Shape{1024, 728, 1, 1}));
  EXPECT_EQ(shape("block12.skipbn.weight"), (Shape{1024}));
  EXPECT_EQ(shape("conv3.pointwise.weight"), (Shape{1536, 1024, 1, 1}));
  EXPECT_EQ(shape("bn4.bias"), (Shape{2048}));
  EXPECT_FALSE(parameters.contains("block4.skip.weight"));
  EXPECT_EQ(classifier.head->named_parameters()["fc.bias"].sizes().vec(), (Shape{1000}));
}

TEST(Xception, HasTheMapsOfThePaper) {
  const torch::NoGradGuard no_grad;
  const auto body = make_xception_body();
  body->eval();
  EXPECT_EQ(body->forward(torch::rand({1, 3, 299, 299})).size(2), 10);
  EXPECT_EQ(body->forward(torch::rand({1, 3, 224, 224})).size(2), 7);
}

TEST(Xception, AMiddleBlockOfNoResidualPassesItsInputOn) {
  const torch::NoGradGuard no_grad;
  const auto body = make_xception_body();
  body->eval();
  auto parameters = body->named_parameters();
  parameters["block8.rep.8.weight"].zero_();
  parameters["block8.rep.8.bias"].zero_();
  const auto images = torch::rand({1, 3, 64, 64});
  const auto before = body->forward(images);
  parameters["block8.rep.1.conv1.weight"].zero_();
  EXPECT_TRUE(torch::equal(before, body->forward(images)));
}

}  // namespace
}  // namespace chestlens
