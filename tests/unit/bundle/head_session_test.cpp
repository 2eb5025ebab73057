#include "bundle/head_session.hpp"

#include "bundle/bundle.hpp"
#include "bundle/session.hpp"
#include "support/must.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace chestlens {
namespace {

using test::must;
using ::testing::HasSubstr;

TEST(HeadSession, GivesTheWholeNetworksLogits) {
  for (const char* model : {"mobilenet_v2", "densenet121"}) {
    const auto folder = std::filesystem::path(CHESTLENS_SOURCE_DIR) / "models" / model;
    const Bundle bundle = must(read_bundle(folder));
    const OnnxSession whole = must(open_session(bundle, folder, {}));
    const HeadSession head = must(HeadSession::open(bundle.model, model));
    auto images = bundle.reference;
    std::ranges::reverse_copy(bundle.reference, std::back_inserter(images));
    const OnnxOutputs outputs = must(whole.run(images, 2));
    const auto logits = must(head.run(outputs.activations.values, 2));
    ASSERT_EQ(logits.size(), outputs.logits.values.size());
    for (std::size_t i = 0; i < logits.size(); ++i) {
      EXPECT_NEAR(logits[i], outputs.logits.values[i], 1e-5) << model;
    }
    const auto too_few = head.run(bundle.reference, 2);
    ASSERT_FALSE(too_few);
    EXPECT_THAT(too_few.error().message, HasSubstr("activations are not 2 films of ["));
  }
}

}  // namespace
}  // namespace chestlens
