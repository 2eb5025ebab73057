#include "bundle/build_catalog.hpp"
#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"
#include "bundle/predictor.hpp"
#include "io/sha256.hpp"
#include "shipped_models.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

/// A copy of the shipped catalog and bundles, of which the light one is damaged.
class DamagedBundle : public testing::Test {
 protected:
  std::filesystem::path light() const { return models_ / "mobilenet_v2"; }
  std::filesystem::path card() const { return light() / card_file; }
  std::filesystem::path model() const { return light() / model_file; }

  std::vector<std::byte> model_bytes() const { return test::must(read_file(model())); }
  void write_model(std::span<const std::byte> bytes) const {
    test::must(write_file_atomic(model(), bytes));
  }
  /// Has the card describe the model's file as it is now, damage included.
  void certify_model() const {
    const auto bytes = model_bytes();
    test::edit_json(card(), "/files/0/bytes", bytes.size());
    test::edit_json(card(), "/files/0/sha256", sha256_hex(bytes));
  }

  Error error(const std::string& name = "mobilenet_v2-densenet121") const {
    const auto predictor = open_catalog_entry(models_, name, {.threads = 1});
    if (predictor) ADD_FAILURE() << "the damaged bundle opened";
    return predictor ? Error{} : predictor.error();
  }
  test::TemporaryFolder folder_;
  std::filesystem::path models_ = test::copied_models(folder_);
};

// The reader of JSON names the field, that of cards the path to it, that of bundles the file; the
// predictor hands the error on whole.
TEST_F(DamagedBundle, AFieldOfAMembersCardIsNamedThroughAllRooms) {
  test::edit_json(card(), "/input/size_pixels", "large");
  EXPECT_EQ(to_string(error()), card().string() +
                                    ": input.size_pixels: must be a whole number, 16..2048, is "
                                    "\"large\"");
}

TEST_F(DamagedBundle, ACardThatEndsEarlyIsNoJson) {
  const std::string text = test::must(read_text(card()));
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, text.size() / 2}) {
    test::must(write_file_atomic(card(), text.substr(0, length)));
    const Error damaged = error();
    EXPECT_EQ(damaged.code, ErrorCode::parse);
    EXPECT_EQ(damaged.context, card().string());
  }
}

TEST_F(DamagedBundle, ABitOfTheModelIsSeenByItsDigest) {
  auto bytes = model_bytes();
  bytes[bytes.size() / 2] ^= std::byte{1};
  write_model(bytes);
  const Error damaged = error();
  EXPECT_EQ(damaged.code, ErrorCode::mismatch);
  EXPECT_EQ(damaged.context, model().string());
  EXPECT_THAT(damaged.message, HasSubstr("sha256"));
}

TEST_F(DamagedBundle, AModelThatEndsEarlyIsSeenByItsSize) {
  const auto bytes = model_bytes();
  write_model(std::span(bytes).first(1000));
  const Error damaged = error();
  EXPECT_EQ(damaged.code, ErrorCode::mismatch);
  EXPECT_THAT(damaged.message, HasSubstr("1000 bytes"));
}

TEST_F(DamagedBundle, WhatIsNoModelIsRefused) {
  const auto bytes = model_bytes();
  const std::string words = "no model";
  for (const auto& damaged : {std::vector(bytes.begin(), bytes.begin() + 100'000),
                              std::vector(reinterpret_cast<const std::byte*>(words.data()),
                                          reinterpret_cast<const std::byte*>(words.data()) + 8)}) {
    write_model(damaged);
    certify_model();
    const Error refused = error();
    EXPECT_EQ(refused.code, ErrorCode::corrupt);
    EXPECT_EQ(refused.context, model().string());
  }
}

TEST_F(DamagedBundle, AFileThatIsNotThereIsNamed) {
  std::filesystem::remove(model());
  EXPECT_EQ(error().code, ErrorCode::not_found);
  EXPECT_EQ(error().context, model().string());
  std::filesystem::remove_all(light());
  EXPECT_EQ(error().context, card().string());
}

TEST_F(DamagedBundle, ACardOfOtherShapesDoesNotOpen) {
  test::edit_json(card(), "/activation_height", 5);
  EXPECT_EQ(error().code, ErrorCode::mismatch);
  EXPECT_EQ(to_string(error()), model().string() +
                                    ": is not the model that its card describes: activations is "
                                    "float32 [N,1280,7,7], the card says float32 [N,1280,5,7]: "
                                    "export or download the bundle again");
  test::edit_json(card(), "/activation_height", 7);
  test::edit_json(card(), "/input/size_pixels", 64);
  EXPECT_THAT(to_string(error()), HasSubstr("image is float32 [N,1,224,224], the card says"));
}

TEST_F(DamagedBundle, AModelThatDoesNotGiveTheCertificatesLogitsDoesNotOpen) {
  test::edit_json(card(), "/certificate/reference_logits/2", 100.0);
  EXPECT_EQ(error().code, ErrorCode::mismatch);
  EXPECT_EQ(error().context, model().string());
  EXPECT_THAT(error().message, HasSubstr("differ from the certificate by"));
  const auto catalog = build_catalog(models_, {"mobilenet_v2"});
  ASSERT_FALSE(catalog);
  EXPECT_EQ(to_string(catalog.error()), to_string(error()));
}

TEST_F(DamagedBundle, ACardWithoutItsReferenceDoesNotOpen) {
  test::edit_json(card(), "/certificate/reference_input", "other.f32");
  EXPECT_EQ(to_string(error()), card().string() + ": lists no file other.f32");
}

TEST_F(DamagedBundle, MembersOfOtherClassesOrAnotherFitDoNotFitTogether) {
  test::edit_json(card(), "/classes/0", "tuberculosis");
  EXPECT_EQ(error().code, ErrorCode::mismatch);
  EXPECT_EQ(error().context, "mobilenet_v2 and densenet121");
  test::edit_json(card(), "/classes/0", "covid19");
  test::edit_json(card(), "/input/fit", "letterbox");
  EXPECT_EQ(error().code, ErrorCode::mismatch);
  EXPECT_TRUE(open_catalog_entry(models_, "mobilenet_v2", {.threads = 1}));
}

TEST_F(DamagedBundle, ACatalogsFieldIsNamedWithItsFile) {
  test::edit_json(models_ / "catalog.json", "/ensembles/0/members/1/model", "gone");
  EXPECT_EQ(to_string(error()), (models_ / "catalog.json").string() +
                                    ": ensembles[0].members[1].model: \"gone\" is none of the "
                                    "catalog's models");
  std::filesystem::remove(models_ / "catalog.json");
  EXPECT_EQ(error().code, ErrorCode::not_found);
  EXPECT_THAT(error().message, HasSubstr("chestlens catalog writes it"));
}

TEST_F(DamagedBundle, ACatalogThatCouldNotBeReadBackIsNotWritten) {
  Catalog catalog = test::must(read_catalog(models_));
  test::must(write_catalog(models_, catalog));
  EXPECT_EQ(to_json(test::must(read_catalog(models_))), to_json(catalog));
  catalog.default_name = "gone";
  EXPECT_FALSE(write_catalog(models_, catalog));
  EXPECT_EQ(test::must(read_catalog(models_)).default_name, "mobilenet_v2");
}

}  // namespace
}  // namespace chestlens
