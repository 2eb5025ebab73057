#pragma once

#include "io/atomic_file.hpp"
#include "support/film_folder.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_network.hpp"
#include "train/trainer.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <filesystem>
#include <string>

namespace chestlens::test {

/// Runs of the tiny network on small films of three classes, in a folder of their own.
class TinyRun : public testing::Test {
 protected:
  static void SetUpTestSuite() { at::set_num_threads(1); }
  TinyRun() { write_film_folder(data_, {"a", "b", "c"}, 20, 32, true); }

  TrainOptions options(const std::string& run) const {
    TrainOptions options;
    options.data_folder = data_;
    options.run_folder = folder_ / run;
    options.make_network = make_tiny_network;
    return options;
  }
  static Result<TrainSummary> run(const std::string& recipe_text, const TrainOptions& options) {
    return train(parse_recipe(recipe_text, "tiny.toml").value(), options);
  }
  std::string bytes_of(const std::string& run, const char* file) const {
    return read_text(folder_ / run / file).value();
  }

  /// Trains in many runs, each stopped after `batches` batches, until all is done.
  void train_in_pieces(const std::string& recipe_text, const std::string& name, int batches) const {
    TrainOptions pieces = options(name);
    pieces.resume = true;
    for (int attempt = 0; attempt < 100; ++attempt) {
      int asked = 0;
      pieces.stop_requested = [&] { return asked++ == batches; };
      const auto summary = run(recipe_text, pieces);
      if (summary) return;
      ASSERT_EQ(summary.error().code, ErrorCode::interrupted) << to_string(summary.error());
    }
    FAIL() << "never done";
  }

  TemporaryFolder folder_;
  std::filesystem::path data_ = folder_ / "films";
};

}  // namespace chestlens::test
