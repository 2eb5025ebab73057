#include "report/export_run.hpp"

#include "bundle/bundle.hpp"
#include "evaluate/evaluation.hpp"
#include "evaluate/run_progress.hpp"
#include "networks/chain.hpp"
#include "onnx/round_to_float16.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_network.hpp"
#include "train/trainer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/script.h>
#include <torch/torch.h>

#include <filesystem>
#include <memory>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

constexpr const char* exported_recipe =
    "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
    "[[stage]]\nsize_pixels = 32\nepochs = 12\nmax_learning_rate = 1e-2\n";

/// The validation films with the weights as they were trained, and as float16 holds them.
class ExportRun : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test::TemporaryFolder>();
    test::write_film_folder(*folder_ / "films", {"a", "b"}, 24, 32, true);
    // Films of class a that look like b: without errors the best temperature would be its limit.
    for (const int i : {0, 5, 11, 17}) {
      const std::string film = "a" + std::to_string(i) + ".png";
      test::write_film(*folder_ / "films" / film,
                       test::small_film(32, 1, derive_seed(9, {std::uint64_t(i)})));
    }
    TrainOptions options;
    options.data_folder = *folder_ / "films";
    options.run_folder = *folder_ / "run";
    options.make_network = test::make_tiny_network;
    test::must(train(parse_recipe(exported_recipe, "tiny.toml").value(), options));
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static chestlens::Run trained_run() { return load_run(*folder_ / "run").value(); }
  static Evaluation validated(const chestlens::Run& run, const Classifier& classifier) {
    return evaluate(run, classifier, load_run_data(run).value(), EvaluatedPart::validation,
                    c10::Device(c10::kCPU), 1)
        .value();
  }
  static Evaluation trained() {
    const auto run = trained_run();
    return validated(run, load_best(run, test::make_tiny_network).value());
  }
  static Evaluation rounded() {
    const auto run = trained_run();
    const Classifier classifier = load_best(run, test::make_tiny_network).value();
    test::must(round_to_float16(classifier, 32));
    return validated(run, classifier);
  }
  static ExportOptions to_folder(const char* name, WeightStorage storage) {
    return {.bundle_folder = *folder_ / "models" / name,
            .storage = storage,
            .make_network = test::make_tiny_network};
  }
  static double metric(const Card& card, const std::string& name) {
    for (const MeasuredMetric& metric : card.metrics) {
      if (metric.name == name) return metric.value;
    }
    ADD_FAILURE() << name;
    return -1.0;
  }

  static std::unique_ptr<test::TemporaryFolder> folder_;
};

std::unique_ptr<test::TemporaryFolder> ExportRun::folder_;

TEST_F(ExportRun, MeasuresAndCalibratesTheWeightsThatAreStored) {
  const auto exported =
      test::must(export_run(trained_run(), to_folder("half", WeightStorage::float16)));
  const Evaluation stored = rounded();
  const Calibration calibration = calibrate(stored.predictions).value();
  ASSERT_NE(calibration.temperature, calibrate(trained().predictions).value().temperature)
      << "rounding changes nothing: this test cannot tell the order";
  EXPECT_EQ(exported.card.temperature, calibration.temperature);
  EXPECT_EQ(exported.calibration.error.value, calibration.error.value);
  EXPECT_EQ(exported.uncalibrated_error.value, stored.assessment.calibration_error.value);
  EXPECT_EQ(metric(exported.card, "accuracy"), stored.assessment.metrics.accuracy);
  EXPECT_EQ(metric(exported.card, "mean ROC area"), stored.assessment.macro_roc.value);

  const Bundle bundle = read_bundle(*folder_ / "models" / "half").value();
  EXPECT_EQ(to_json(bundle.card), to_json(exported.card));
  EXPECT_EQ(bundle.card.provenance->weights_sha256,
            run_weights(trained_run().folder).value().sha256);
}

TEST_F(ExportRun, SaysWhatStorageChanged) {
  const auto exported =
      test::must(export_run(trained_run(), to_folder("changes", WeightStorage::float16)));
  EXPECT_EQ(exported.card.storage.weights, WeightStorage::float16);
  ASSERT_FALSE(exported.card.storage.changes.empty());
  const double before = trained().assessment.calibration_error.value;
  const double after = rounded().assessment.calibration_error.value;
  for (const StorageChange& change : exported.card.storage.changes) {
    if (change.metric != "expected calibration error") continue;
    EXPECT_EQ(change.trained, before);
    EXPECT_EQ(change.stored, after);
  }
}

TEST_F(ExportRun, KeepsTheTrainedWeightsInFloat32) {
  const auto exported =
      test::must(export_run(trained_run(), to_folder("single", WeightStorage::float32)));
  EXPECT_TRUE(exported.card.storage.changes.empty());
  EXPECT_EQ(exported.card.temperature, calibrate(trained().predictions).value().temperature);
}

TEST_F(ExportRun, TorchScriptHasTheWeightsThatAreStored) {
  ExportOptions options = to_folder("scripted", WeightStorage::float16);
  options.torchscript = *folder_ / "scripted.pt";
  ASSERT_TRUE(export_run(trained_run(), options));
  auto module = torch::jit::load(options.torchscript.string());
  const Classifier classifier = load_best(trained_run(), test::make_tiny_network).value();
  const auto images = torch::rand({3, 1, 32, 32});
  const auto trained = forward(classifier, images).logits;
  test::must(round_to_float16(classifier, 32));
  const auto stored = forward(classifier, images).logits;
  const auto found = module.forward({images}).toTensor();
  EXPECT_LT((found - stored).abs().max().item<double>(), 1e-5);
  EXPECT_GT((found - trained).abs().max().item<double>(), 1e-5) << "rounding changes nothing";
}

TEST_F(ExportRun, ComparesTheRuntimesOnValidationFilms) {
  const auto exported =
      test::must(export_run(trained_run(), to_folder("films", WeightStorage::float32)));
  EXPECT_EQ(exported.card.certificate.films_compared, 9 + 9) << "generated ones, and films";
}

/// A number added to all weights of the last layer changes no probability, but takes the digits
/// that float16 has.
TEST_F(ExportRun, RefusesStorageThatCostsTooMuch) {
  auto run = trained_run();
  const Classifier classifier = load_best(run, test::make_tiny_network).value();
  run.folder = *folder_ / "fragile";
  std::filesystem::copy(trained_run().folder, run.folder);
  {
    const torch::NoGradGuard no_grad;
    torch::Tensor last;
    for (const auto& weight : classifier.head->parameters()) {
      if (weight.dim() == 2) last = weight;
    }
    last.add_(2000.0);
  }
  test::must(save_best(run, classifier, 1, 0.0));
  ASSERT_GT(validated(run, classifier).assessment.metrics.accuracy, 0.7);

  const auto refused = export_run(run, to_folder("fragile", WeightStorage::float16));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::mismatch);
  EXPECT_THAT(refused.error().message, HasSubstr("--storage float32"));
  EXPECT_FALSE(std::filesystem::exists(*folder_ / "models" / "fragile"));
}

}  // namespace
}  // namespace chestlens
