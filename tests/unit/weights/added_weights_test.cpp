#include "weights/added_weights.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "weights/module_weights.hpp"
#include "weights/tensor_file.hpp"
#include "weights/weights_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class AddedWeightsTest : public testing::Test {
 protected:
  AddedWeightsTest() { ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1); }
  ~AddedWeightsTest() override { ::unsetenv("XDG_CACHE_HOME"); }

  /// MobileNetV2's body without some tensors, as a file that says what it is.
  std::filesystem::path file(const std::string& left_out = "") const {
    const auto classifier = make_classifier({.name = "mobilenet_v2"}).value();
    TensorFile file{.tensors = weights_of(*classifier.body), .texts = {{"note", "by hand"}}};
    file.tensors.erase(left_out);
    test::must(write_tensor_file(folder_ / "mine.safetensors", file));
    return folder_ / "mine.safetensors";
  }

  test::TemporaryFolder folder_;
};

TEST_F(AddedWeightsTest, ServeUnderTheNameBeforeADownload) {
  const auto mine = file();
  const auto added = add_weights({.name = "mobilenet_v2", .file = mine});
  ASSERT_TRUE(added) << to_string(added.error());
  EXPECT_EQ(added->sha256, sha256_hex(read_file(mine).value()));
  EXPECT_EQ(added->from, "by hand");
  test::must(write_file_atomic(
      folder_ / "cache" / "chestlens" / "weights" / "mobilenet_v2-b0353104.pth", "a download"));
  const auto found = find_weights("mobilenet_v2").value();
  EXPECT_EQ(found.path, added->path);
  EXPECT_EQ(found.from, "by hand");
  EXPECT_EQ(read_file(found.path).value(), read_file(mine).value());
  EXPECT_FALSE(find_added_weights("densenet121").value());
}

TEST_F(AddedWeightsTest, WhatTheyLackIsAllowedByNameAlone) {
  const std::string lacking = "features.1.conv.0.0.weight";
  const auto mine = file(lacking);
  const auto refused = add_weights({.name = "mobilenet_v2", .file = mine});
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()), HasSubstr("1 missing: " + lacking));
  EXPECT_FALSE(find_added_weights("mobilenet_v2").value());
  const auto added = add_weights(
      {.name = "mobilenet_v2", .file = mine, .allow_missing = {"features.1"}, .from = "a friend"});
  ASSERT_TRUE(added) << to_string(added.error());
  EXPECT_THAT(added->missing, ElementsAre(lacking));
  EXPECT_THAT(find_added_weights("mobilenet_v2").value()->missing, ElementsAre(lacking));
  EXPECT_EQ(find_added_weights("mobilenet_v2").value()->from, "a friend");
}

TEST_F(AddedWeightsTest, AreReplacedWhereThatIsAskedFor) {
  ASSERT_TRUE(add_weights({.name = "mobilenet_v2", .file = file()}));
  const auto again = add_weights({.name = "mobilenet_v2", .file = file(), .from = "again"});
  ASSERT_FALSE(again);
  EXPECT_THAT(to_string(again.error()), HasSubstr("--replace"));
  ASSERT_TRUE(
      add_weights({.name = "mobilenet_v2", .file = file(), .from = "again", .replace = true}));
  EXPECT_EQ(find_added_weights("mobilenet_v2").value()->from, "again");
}

TEST_F(AddedWeightsTest, OfAnotherNetworkOrNameAreRefused) {
  const auto other = add_weights({.name = "densenet121", .file = file()});
  ASSERT_FALSE(other);
  EXPECT_THAT(to_string(other.error()), HasSubstr("densenet121"));
  const auto unknown = add_weights({.name = "mobilenet", .file = file()});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(to_string(unknown.error()), HasSubstr("mobilenet_v2"));
}

TEST_F(AddedWeightsTest, ADamagedDescriptionIsNamed) {
  const auto added = add_weights({.name = "mobilenet_v2", .file = file()});
  ASSERT_TRUE(added);
  test::must(write_file_atomic(added->path.parent_path() / "mobilenet_v2.json", "{}"));
  const auto found = find_weights("mobilenet_v2");
  ASSERT_FALSE(found);
  EXPECT_THAT(to_string(found.error()), HasSubstr("mobilenet_v2.json"));
}

}  // namespace
}  // namespace chestlens
