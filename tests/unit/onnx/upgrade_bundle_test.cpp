#include "onnx/upgrade_bundle.hpp"

#include "bundle/bundle.hpp"
#include "bundle/bundle_files.hpp"
#include "bundle/catalog.hpp"
#include "bundle/runtime.hpp"
#include "onnx/export.hpp"
#include "onnx/write_bundle.hpp"
#include "support/temporary_folder.hpp"
#include "test_classifiers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

#include <set>
#include <string>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// A bundle as versions before format 2 wrote it: four outputs, and no more in the card.
fs::path old_bundle(const fs::path& folder, const std::string& head, WeightStorage storage) {
  const auto classifier = small_classifier(head, 61);
  auto card = test_card(classifier, 20);
  card.storage.weights = storage;
  card.provenance = Provenance{};
  card = write_bundle(folder / head, classifier, card, {}).value();
  auto files = read_bundle_files(folder / head, card).value();

  auto& bytes = files.at(model_file);
  onnx::ModelProto model;
  EXPECT_TRUE(model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  const std::set<std::string> kept{"logits", "features", "activations", "cam_weights"};
  auto& outputs = *model.mutable_graph()->mutable_output();
  for (int i = outputs.size() - 1; i >= 0; --i) {
    if (!kept.contains(outputs[i].name())) outputs.DeleteSubrange(i, 1);
  }
  const auto text = serialize(model);
  const auto span = std::as_bytes(std::span(text));
  bytes.assign(span.begin(), span.end());
  card.format = 1;
  card.provenance->model_sha256.clear();
  EXPECT_TRUE(write_bundle_files(folder / head, card, files, {.replace = true}));
  return folder / head;
}

OnnxOutputs run(const fs::path& folder) {
  const auto bundle = read_bundle(folder).value();
  const auto session = OnnxSession::open(bundle.model, "model", 1, &bundle.card).value();
  return session.run(bundle.reference, 1).value();
}

TEST(UpgradeBundle, KeepsTheNetworkAndAddsWhatExplainsIt) {
  const test::TemporaryFolder folder;
  for (const auto storage : {WeightStorage::float32, WeightStorage::float16}) {
    for (const auto& head : head_names()) {
      fs::remove_all(folder.path() / head);
      const auto bundle = old_bundle(folder.path(), head, storage);
      const auto before = run(bundle);
      ASSERT_TRUE(before.evidence.values.empty());
      const auto card = upgrade_bundle(bundle);
      ASSERT_TRUE(card) << to_string(card.error());
      EXPECT_EQ(card->format, 2);
      const auto after = run(bundle);
      for (std::size_t c = 0; c < before.logits.values.size(); ++c) {
        EXPECT_NEAR(after.logits.values[c], before.logits.values[c], 1e-5F) << head;
      }
      EXPECT_EQ(after.evidence.shape, (std::vector<std::int64_t>{1, 3, 5, 5})) << head;
      EXPECT_EQ(after.middle.shape, (std::vector<std::int64_t>{1, 8})) << head;
      EXPECT_LE(card->certificate.max_evidence_difference, 1e-4);
    }
  }
}

TEST(UpgradeBundle, LeavesABundleOfTodayAsItIs) {
  const test::TemporaryFolder folder;
  const auto bundle = old_bundle(folder.path(), "concat_pool", WeightStorage::float32);
  ASSERT_TRUE(upgrade_bundle(bundle));
  const auto written = fs::last_write_time(bundle / model_file);
  ASSERT_TRUE(upgrade_bundle(bundle));
  EXPECT_EQ(fs::last_write_time(bundle / model_file), written);
}

TEST(UpgradeBundle, KeepsTheEnsemblesOfTheCatalogBesideIt) {
  const test::TemporaryFolder folder;
  const auto bundle = old_bundle(folder.path(), "concat_pool", WeightStorage::float32);
  Catalog catalog;
  catalog.default_name = "concat_pool";
  catalog.models = {{"concat_pool", "one"}, {"other", "two"}};
  const std::string of_other(64, 'b');
  CatalogEnsemble ensemble;
  ensemble.name = "both";
  ensemble.title = "both";
  ensemble.chosen = "by hand";
  ensemble.members = {{"concat_pool", 0.5, {}, model_sha256(read_bundle(bundle).value().card)},
                      {"other", 0.5, {}, of_other}};
  catalog.ensembles = {ensemble};
  ASSERT_TRUE(write_catalog(folder.path(), catalog));

  const auto card = upgrade_bundle(bundle);
  ASSERT_TRUE(card) << to_string(card.error());
  const auto after = read_catalog(folder.path()).value();
  EXPECT_EQ(after.ensembles[0].members[0].model_sha256, model_sha256(*card));
  EXPECT_EQ(after.ensembles[0].members[1].model_sha256, of_other);
}

TEST(UpgradeBundle, RefusesAChangedBundleAndLeavesIt) {
  const test::TemporaryFolder folder;
  const auto bundle = old_bundle(folder.path(), "concat_pool", WeightStorage::float32);
  fs::resize_file(bundle / model_file, 1000);
  const auto card = upgrade_bundle(bundle);
  ASSERT_FALSE(card);
  EXPECT_EQ(card.error().code, ErrorCode::mismatch);
  EXPECT_EQ(fs::file_size(bundle / model_file), 1000U);
  EXPECT_FALSE(upgrade_bundle(folder.path() / "nothing"));
}

}  // namespace
}  // namespace chestlens
