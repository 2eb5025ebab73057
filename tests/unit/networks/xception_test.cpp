#include "networks/xception.hpp"

#include "networks/chain.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

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
