#include "bundle/bundle.hpp"

#include "bundle/runtime.hpp"
#include "io/atomic_file.hpp"
#include "networks/chain.hpp"
#include "onnx/write_bundle.hpp"
#include "test_classifiers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

class BundleTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "chestlens_bundle_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  std::vector<std::string> entries(const fs::path& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  fs::path root_;
};

const OutputRule replacing{.replace = true};

void append(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::app | std::ios::binary) << text;
}

TEST_F(BundleTest, IsReadBackAsItWasWritten) {
  const auto classifier = small_classifier("concat_pool", 1);
  const auto folder = root_ / "models" / "small-1";
  const auto card = write_bundle(folder, classifier, test_card(classifier, 20), films(20, 3));
  ASSERT_TRUE(card) << to_string(card.error());
  EXPECT_EQ(entries(folder),
            (std::vector<std::string>{"model.json", "model.onnx", "reference.f32"}));
  EXPECT_EQ(entries(root_ / "models"), std::vector<std::string>{"small-1"});

  const auto bundle = read_bundle(folder);
  ASSERT_TRUE(bundle) << to_string(bundle.error());
  EXPECT_EQ(to_json(bundle->card), to_json(*card));
  EXPECT_EQ(bundle->card.name, "small-1");
  EXPECT_EQ(bundle->card.network, "small");
  EXPECT_EQ(bundle->card.parameters, parameter_count(classifier));
  EXPECT_GT(bundle->card.multiply_adds, 0);
  EXPECT_EQ(bundle->card.activation_features, 6);
  EXPECT_EQ(bundle->card.activation_height, 5);
  EXPECT_EQ(bundle->card.certificate.films_compared, 12);
  EXPECT_LE(bundle->card.certificate.max_logit_difference, 1e-4);
  EXPECT_THAT(bundle->card.certificate.runtimes, HasSubstr("LibTorch"));
}

TEST_F(BundleTest, ReferenceInputGivesTheReferenceLogits) {
  const auto classifier = small_classifier("concat_pool", 2);
  ASSERT_TRUE(write_bundle(root_ / "b", classifier, test_card(classifier, 20), {}));
  const auto bundle = read_bundle(root_ / "b").value();
  const auto bytes = read_file(root_ / "b" / bundle.card.certificate.reference_input).value();
  ASSERT_EQ(bytes.size(), 20U * 20U * sizeof(float));
  std::vector<float> image(bytes.size() / sizeof(float));
  std::memcpy(image.data(), bytes.data(), bytes.size());

  const auto session = OnnxSession::open(bundle.model, "b/model.onnx");
  ASSERT_TRUE(session) << to_string(session.error());
  const auto outputs = session->run(image, 1);
  ASSERT_TRUE(outputs) << to_string(outputs.error());
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(outputs->logits.values[c], bundle.card.certificate.reference_logits[c], 1e-4);
  }
}

TEST_F(BundleTest, ReplacesAnOlderOneWhole) {
  const auto older = small_classifier("concat_pool", 3);
  const auto newer = small_classifier("average_pool", 4);
  ASSERT_TRUE(write_bundle(root_ / "b", older, test_card(older, 20), {}));
  const auto refused = write_bundle(root_ / "b", newer, test_card(newer, 20), {});
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()), HasSubstr("b: holds a bundle already; --replace"));
  ASSERT_TRUE(write_bundle(root_ / "b", newer, test_card(newer, 20), {}, {}, {}, replacing));
  const auto bundle = read_bundle(root_ / "b");
  ASSERT_TRUE(bundle) << to_string(bundle.error());
  EXPECT_EQ(bundle->card.parameters, parameter_count(newer));
  EXPECT_EQ(entries(root_), std::vector<std::string>{"b"});
}

TEST_F(BundleTest, IsNeverWrittenOverAnythingButABundle) {
  const auto classifier = small_classifier("concat_pool", 3);
  ASSERT_TRUE(write_bundle(root_ / "b", classifier, test_card(classifier, 20), {}));
  const auto refusal = [&](const char* folder) {
    const auto written =
        write_bundle(root_ / folder, classifier, test_card(classifier, 20), {}, {}, {}, replacing);
    EXPECT_FALSE(written);
    return written ? "" : to_string(written.error());
  };
  append(root_ / "b" / "notes.txt", "mine");
  EXPECT_THAT(refusal("b"), HasSubstr("b: holds another file, notes.txt; choose a new"));
  fs::remove(root_ / "b" / "notes.txt");
  append(root_ / "b" / "model.onnx", "mine");
  EXPECT_THAT(refusal("b"), HasSubstr("b: holds a bundle that was changed: "));
  fs::create_directory(root_ / "films");
  append(root_ / "films" / "manifest.csv", "mine");
  append(root_ / "films" / "model.json", "{}");
  EXPECT_THAT(refusal("films"), HasSubstr("films: holds 2 other files, e.g. manifest.csv"));
  EXPECT_EQ(read_text(root_ / "films" / "manifest.csv").value(), "mine");
}

TEST_F(BundleTest, KeepsTheOlderOneWhereTheNewOneCannotBeExported) {
  const auto older = small_classifier("concat_pool", 5);
  ASSERT_TRUE(write_bundle(root_ / "b", older, test_card(older, 20), {}));
  const auto before = read_text(root_ / "b" / "model.json").value();

  const auto body = small_body();
  body->push_back("gelu", torch::nn::GELU());
  NetworkSpec spec;
  spec.classes = 3;
  const auto unknown = assemble_classifier(spec, body, small_head("average_pool", 25));
  const auto refused =
      write_bundle(root_ / "b", unknown, test_card(unknown, 20), {}, {}, {}, replacing);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
  EXPECT_EQ(read_text(root_ / "b" / "model.json").value(), before);
  EXPECT_EQ(entries(root_), std::vector<std::string>{"b"});
}

TEST_F(BundleTest, IsNotWrittenWhereTheCertificateFails) {
  const auto classifier = small_classifier("concat_pool", 6);
  const torch::NoGradGuard no_grad;
  classifier.head->named_parameters()["8.weight"].fill_(std::nanf(""));
  const auto refused = write_bundle(root_ / "b", classifier, test_card(classifier, 20), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::mismatch);
  EXPECT_TRUE(entries(root_).empty());
}

TEST_F(BundleTest, RefusesACardThatDoesNotFit) {
  const auto classifier = small_classifier("concat_pool", 7);
  auto card = test_card(classifier, 20);
  card.classes.pop_back();
  const auto classes = write_bundle(root_ / "b", classifier, card, {});
  ASSERT_FALSE(classes);
  EXPECT_EQ(classes.error().context, "card.classes");

  const auto name = write_bundle(root_ / "Not A Name", classifier, test_card(classifier, 20), {});
  ASSERT_FALSE(name);
  EXPECT_THAT(to_string(name.error()), HasSubstr("is made of a-z, 0-9, _ and -"));
  EXPECT_TRUE(entries(root_).empty());
}

TEST_F(BundleTest, NamesAFolderThatCannotBeWritten) {
  const auto classifier = small_classifier("concat_pool", 8);
  append(root_ / "file", "in the way");
  const auto refused =
      write_bundle(root_ / "file" / "b", classifier, test_card(classifier, 20), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::io);
  EXPECT_THAT(refused.error().context, HasSubstr("file"));
}

TEST_F(BundleTest, ReadingFindsAChangedFile) {
  const auto classifier = small_classifier("concat_pool", 9);
  ASSERT_TRUE(write_bundle(root_ / "b", classifier, test_card(classifier, 20), {}));
  append(root_ / "b" / "model.onnx", "x");
  const auto bundle = read_bundle(root_ / "b");
  ASSERT_FALSE(bundle);
  EXPECT_EQ(bundle.error().code, ErrorCode::mismatch);
  EXPECT_EQ(bundle.error().context, (root_ / "b" / "model.onnx").string());
}

TEST_F(BundleTest, ReadingNamesWhatIsMissing) {
  const auto absent = read_bundle(root_ / "absent");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, ErrorCode::not_found);

  const auto classifier = small_classifier("concat_pool", 10);
  ASSERT_TRUE(write_bundle(root_ / "b", classifier, test_card(classifier, 20), {}));
  fs::remove(root_ / "b" / "reference.f32");
  const auto bundle = read_bundle(root_ / "b");
  ASSERT_FALSE(bundle);
  EXPECT_EQ(bundle.error().code, ErrorCode::not_found);
  EXPECT_THAT(to_string(bundle.error()), HasSubstr("reference.f32"));

  append(root_ / "b" / "model.json", "}");
  const auto card = read_bundle(root_ / "b");
  ASSERT_FALSE(card);
  EXPECT_EQ(card.error().code, ErrorCode::parse);
  EXPECT_THAT(card.error().context, HasSubstr("model.json"));
}

}  // namespace
}  // namespace chestlens
