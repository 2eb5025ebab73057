#include "report/choose_models.hpp"

#include "bundle/catalog.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

using test::must;
using testing::ElementsAre;
using testing::HasSubstr;

CatalogEnsemble ensemble(const std::string& name, const std::string& second) {
  CatalogEnsemble made;
  made.name = made.title = name;
  made.members = {{"light", 1.0, {}}, {second, 1.0, {}}};
  made.chosen = "Equal weights.";
  return made;
}

class ChooseModels : public testing::Test {
 protected:
  ChooseModels() {
    Catalog catalog;
    catalog.default_name = "light";
    catalog.models = {{"light", "Light"}, {"heavy", "Heavy"}, {"other", "Other"}};
    catalog.ensembles = {ensemble("both", "heavy"), ensemble("all", "other")};
    must(write_catalog(folder_.path(), catalog));
  }

  ModelChoice of(const std::vector<std::string>& names) const {
    return {.models = folder_.path(), .names = names};
  }

  const test::TemporaryFolder folder_;
};

TEST_F(ChooseModels, AllOfACatalog) {
  const auto chosen = must(choose_models(of({})));
  EXPECT_EQ(chosen.catalog.ensembles.size(), 2U);
  EXPECT_THAT(chosen.folders, ElementsAre(folder_ / "light", folder_ / "heavy", folder_ / "other"));
}

TEST_F(ChooseModels, AnEnsembleBringsItsMembers) {
  const auto chosen = must(choose_models(of({"both"})));
  EXPECT_THAT(chosen.folders, ElementsAre(folder_ / "light", folder_ / "heavy"));
  ASSERT_EQ(chosen.catalog.ensembles.size(), 1U);
  EXPECT_EQ(chosen.catalog.ensembles[0].name, "both");
  EXPECT_TRUE(must(choose_models(of({"other"}))).catalog.ensembles.empty());
}

TEST_F(ChooseModels, AnUnknownNameIsToldWhatThereIs) {
  const auto chosen = choose_models(of({"lihgt"}));
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().code, ErrorCode::not_found);
  EXPECT_THAT(chosen.error().message,
              HasSubstr("lists no lihgt, but light, heavy, other, both, all; did you mean light?"));
}

TEST_F(ChooseModels, BundlesGoByTheirFolders) {
  const auto chosen = must(choose_models({.bundles = {"a/first/", "b/second"}}));
  EXPECT_THAT(chosen.folders, ElementsAre(fs::path("a/first/"), fs::path("b/second")));
  EXPECT_EQ(chosen.catalog.models[0].name, "first");
  const auto twice = choose_models({.bundles = {"a/first", "b/first/"}});
  ASSERT_FALSE(twice);
  EXPECT_THAT(twice.error().message, HasSubstr("two bundles are named first"));
  EXPECT_FALSE(choose_models({}));
}

}  // namespace
}  // namespace chestlens
