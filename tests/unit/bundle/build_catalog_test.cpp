#include "bundle/build_catalog.hpp"

#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"
#include "bundle/predictor.hpp"
#include "io/sha256.hpp"
#include "shipped_models.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string> both{"mobilenet_v2", "densenet121"};

/// A copy of the shipped catalog, whose ensemble says which models it is of.
class BuildCatalog : public testing::Test {
 protected:
  BuildCatalog() {
    Catalog catalog = read_catalog(models_).value();
    for (CatalogMember& member : catalog.ensembles.at(0).members) {
      member.model_sha256 = model_sha256(card_of(member.model));
    }
    test::must(write_catalog(models_, catalog));
  }

  Card card_of(const std::string& model) const { return read_bundle(models_ / model).value().card; }
  void write_card(const std::string& model, const Card& card) const {
    test::must(write_file_atomic(models_ / model / card_file, to_json(card)));
  }
  /// Puts another model.onnx into the bundle, and has the card describe its file; what was fitted
  /// to the old one goes.
  void replace_model(const std::string& model) const {
    std::string bytes = read_text(models_ / model / model_file).value();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    Card card = card_of(model);
    std::erase_if(card.files, [](const FileDigest& digest) {
      return digest.file == trust_file || digest.file == "map.bin";
    });
    for (FileDigest& digest : card.files) {
      if (digest.file == model_file) digest.sha256 = sha256_hex(bytes);
    }
    test::must(write_file_atomic(models_ / model / model_file, bytes));
    write_card(model, card);
  }

  const test::TemporaryFolder folder_;
  const std::filesystem::path models_ = test::copied_models(folder_);
};

TEST_F(BuildCatalog, KeepsAnEnsembleOfItsMembers) {
  const auto built = test::must(build_catalog(models_, both));
  EXPECT_EQ(built.catalog.ensembles.size(), 1U);
  EXPECT_THAT(built.notices, IsEmpty());
}

TEST_F(BuildCatalog, SaysWhatEachModelCanAndCannot) {
  Card card = card_of("densenet121");
  card.findings.clear();
  write_card("densenet121", card);
  const auto built = test::must(build_catalog(models_, both));
  ASSERT_EQ(built.summaries.size(), 2U);
  EXPECT_THAT(built.summaries[0].can, HasSubstr(" test films of patients that it never saw."));
  EXPECT_THAT(built.summaries[1].cannot, HasSubstr("it was not audited"));
}

TEST_F(BuildCatalog, DropsAnEnsembleWhoseMemberIsNotListed) {
  const auto built = test::must(build_catalog(models_, {"densenet121"}));
  EXPECT_TRUE(built.catalog.ensembles.empty());
  EXPECT_THAT(built.notices, ElementsAre(HasSubstr("mobilenet_v2 is not listed")));
}

TEST_F(BuildCatalog, DropsAnEnsembleWhoseMemberIsAnotherModelNow) {
  Card card = card_of("densenet121");
  card.provenance.reset();  // it would say that its figures are of the other
  write_card("densenet121", card);
  replace_model("densenet121");
  const auto built = test::must(build_catalog(models_, both));
  EXPECT_TRUE(built.catalog.ensembles.empty());
  EXPECT_THAT(built.notices, ElementsAre(HasSubstr("densenet121 is another model")));
  EXPECT_THAT(built.notices.front(), HasSubstr("chestlens ensemble makes it again"));

  const auto opened = open_catalog_entry(models_, "mobilenet_v2-densenet121", {.threads = 1});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::mismatch);
  EXPECT_THAT(opened.error().message, HasSubstr("is not the model that the ensemble was made of"));
}

TEST_F(BuildCatalog, RefusesFiguresOfAnotherModel) {
  Card card = card_of("densenet121");
  card.provenance.emplace().model_sha256 = model_sha256(card);
  write_card("densenet121", card);
  EXPECT_FALSE(card_of("densenet121").metrics.empty());
  replace_model("densenet121");
  const Bundle bundle = read_bundle(models_ / "densenet121").value();
  EXPECT_TRUE(bundle.figures_dropped);
  EXPECT_TRUE(bundle.card.metrics.empty());
  EXPECT_TRUE(bundle.card.audit.empty());
  const auto refused = build_catalog(models_, both);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("figures in its card are of another model.onnx"));
}

TEST_F(BuildCatalog, OpensABundleThatASiteLeftItsFilmsOutOf) {
  ASSERT_TRUE(read_bundle(models_ / "densenet121").value().films);
  ASSERT_TRUE(std::filesystem::remove(models_ / "densenet121" / films_file));
  const auto bundle = read_bundle(models_ / "densenet121");
  ASSERT_TRUE(bundle) << to_string(bundle.error());
  EXPECT_FALSE(bundle->films);
  EXPECT_TRUE(build_catalog(models_, both));
}

TEST_F(BuildCatalog, NamesABundleOfOtherClasses) {
  Card card = card_of("densenet121");
  std::swap(card.classes[0], card.classes[1]);
  write_card("densenet121", card);
  const auto built = test::must(build_catalog(models_, both));
  EXPECT_EQ(built.catalog.models.size(), 2U);
  EXPECT_THAT(built.notices, Contains(HasSubstr("densenet121 knows viral, covid19")));
}

}  // namespace
}  // namespace chestlens
