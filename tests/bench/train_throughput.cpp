// Trains networks on random films and says how fast. Reads requests from standard input, one per
// line:
//   NETWORK SIZE_PIXELS plain|augmented fp32|recipe BATCH SECONDS
// fp32 is the layout as built; recipe is channels-last with bf16 autocast where the hardware has
// it. Answers each with "FILMS_PER_SECOND WAIT_SHARE" or "error: ..."; it waits for films and for
// draws. run.sh sets it beside the same networks in Python.
#include "io/allocation.hpp"
#include "io/guarded.hpp"
#include "io/reporter.hpp"
#include "learn/device.hpp"
#include "learn/learner.hpp"
#include "learn/repeated_step.hpp"
#include "networks/classifier.hpp"
#include "networks/network_table.hpp"
#include "train/batch_gradients.hpp"
#include "train/session.hpp"
#include "weights/memory_layout.hpp"

#include <CLI/CLI.hpp>
#include <malloc.h>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

namespace chestlens {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int classes = 4;
constexpr std::int64_t fewest_films = 256;
constexpr std::int64_t gpu_batches = 64;  // of an epoch, so that epochs seldom begin

/// The same for all requests.
struct Settings {
  c10::Device device{c10::kCPU};
  bool eager = false;  // a GPU's steps kernel by kernel, no CUDA graph
  bool tried = false;  // of a GPU's kernels those that prove fastest, not those expected to be
};

struct Request {
  std::string network;
  int size_pixels = 0;
  bool augmented = false;
  bool by_recipe = false;
  int batch = 32;
  double seconds = 0.0;
};

/// A network with its optimizer, kept from one request to the next of its kind.
struct Training {
  Request made_for;
  Computing computing;
  Learner learner;
};

struct Rate {
  double films_per_second = 0.0;
  double wait_share = 0.0;
};

Result<Request> parse(const std::string& line) {
  Request request;
  std::string augmentation;
  std::string precision;
  std::istringstream words(line);
  words >> request.network >> request.size_pixels >> augmentation >> precision >> request.batch >>
      request.seconds;
  request.augmented = augmentation == "augmented";
  request.by_recipe = precision == "recipe";
  if (!words || (!request.augmented && augmentation != "plain") ||
      (!request.by_recipe && precision != "fp32") || request.size_pixels < 32 ||
      request.size_pixels > 2048 || request.batch < 2 || request.batch > 1024) {
    return fail(ErrorCode::parse, "not a request", line);
  }
  return request;
}

Recipe recipe_of(const Request& request) {
  Recipe recipe;
  recipe.train.precision = request.by_recipe ? Precision::automatic : Precision::fp32;
  if (!request.augmented) {
    recipe.augment = {.flip = 0.0, .affine_probability = 0.0, .lighting_probability = 0.0};
  }
  return recipe;
}

Result<Training> make_training(const Request& request, const Settings& settings) {
  torch::manual_seed(1);
  CHESTLENS_TRY(auto classifier, make_classifier({.name = request.network,
                                                  .classes = classes,
                                                  .size_pixels = request.size_pixels}));
  classifier.module->to(settings.device);
  if (request.by_recipe) use_fastest_layout(*classifier.module, settings.device);
  classifier.module->train();
  const TrainRecipe train = recipe_of(request).train;
  const Computing computing{
      settings.device, choose_precision(train.precision, settings.device).type, {}};
  Learner learner = new_learner(std::move(classifier), train, computing);
  set_rates(learner.optimizer, {.low = 1e-4, .high = 1e-4});
  return Training{request, computing, std::move(learner)};
}

/// Where a run has them: in main memory for the CPU, on the GPU for a GPU.
Dataset random_films(const Request& request, c10::Device device) {
  const std::int64_t films =
      std::max(fewest_films, device.is_cuda() ? gpu_batches * request.batch : 0);
  return {torch::rand({films, 1, request.size_pixels, request.size_pixels}, device),
          torch::arange(films, device) % classes};
}

void wait_for(c10::Device device) {
  if (device.is_cuda()) torch::cuda::synchronize(device.index());
}

/// chestlens train's own steps, epoch after epoch, for so many seconds: at least one, after one
/// that is not counted (a GPU's records its graph).
Result<Rate> measure(Training& training, const Request& request, const Settings& settings) {
  const Recipe recipe = recipe_of(request);
  const Stage stage{.size_pixels = request.size_pixels,
                    .schedule = {.kind = ScheduleKind::constant},
                    .batch = request.batch};
  const Dataset films = random_films(request, settings.device);
  std::optional<RepeatedStep> repeated;
  if (settings.device.is_cuda() && !settings.eager) {
    const Reporter reporter{.notice = [](std::string_view text) {
      std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
    }};
    repeated.emplace(training.learner.classifier, films, recipe, stage, training.computing,
                     reporter);
    repeated->scale_loss(training.learner.loss_scale);
  }

  std::optional<Clock::time_point> start;
  std::chrono::duration<double> elapsed{};
  double waited_seconds = 0.0;
  std::int64_t seen = 0;
  for (int epoch = 0; !start || elapsed.count() < request.seconds; ++epoch) {
    const EpochPlan plan{stage, epoch, 0, "", repeated ? &*repeated : nullptr};
    BatchGradients gradients(training.learner, films, recipe, plan, training.computing, 0);
    for (std::int64_t batch = 0; batch < gradients.batches(); ++batch) {
      gradients.add({});
      CHESTLENS_CHECK(take_step(training.learner, {.rate_share = 1.0, .momentum = 0.9}));
      if (!start) {
        wait_for(settings.device);
        start = Clock::now();
        waited_seconds -= gradients.waited_seconds();
        continue;
      }
      seen += request.batch;
      elapsed = Clock::now() - *start;
      if (elapsed.count() >= request.seconds) break;
    }
    waited_seconds += gradients.waited_seconds();
  }
  wait_for(settings.device);
  elapsed = Clock::now() - *start;
  return Rate{static_cast<double>(seen) / elapsed.count(), waited_seconds / elapsed.count()};
}

Result<Rate> answer(const std::string& line, const Settings& settings,
                    std::optional<Training>& training) {
  CHESTLENS_TRY(const auto request, parse(line));
  const bool fits = training && training->made_for.network == request.network &&
                    training->made_for.size_pixels == request.size_pixels &&
                    training->made_for.by_recipe == request.by_recipe;
  if (!fits) {
    CHESTLENS_TRY(training, make_training(request, settings));
  }
  return guarded(request.network,
                 [&]() -> Result<Rate> { return measure(*training, request, settings); });
}

int run(int argc, char** argv) {
  CLI::App app("Training throughput on random films", "bench_train_throughput");
  int threads = 1;
  bool list = false;
  std::string device = "cpu";
  Settings settings;
  app.add_option("--threads", threads, "Threads for computing")->capture_default_str();
  app.add_option("--device", device, "cpu or cuda")->capture_default_str();
  app.add_flag("--eager", settings.eager, "Launch a GPU's steps kernel by kernel, no CUDA graph");
  app.add_flag("--try-kernels", settings.tried, "Let cuDNN try a GPU's kernels first");
  app.add_flag("--list", list, "Name the networks and stop");
  CLI11_PARSE(app, argc, argv);
  keep_freed_memory();  // as chestlens does

  if (list) {
    for (const auto& name : network_names()) std::printf("%s\n", name.c_str());
    return 0;
  }
  at::set_num_threads(threads);
  const auto chosen = choose_device(device);
  if (!chosen) {
    std::fprintf(stderr, "%s\n", to_string(chosen.error()).c_str());
    return 2;
  }
  settings.device = *chosen;
  use_kernels(settings.device, settings.tried ? Kernels::tried : Kernels::expected);
  std::optional<Training> training;
  for (std::string line; std::getline(std::cin, line);) {
    const auto rate = answer(line, settings, training);
    if (rate) {
      std::printf("%.4g %.4f\n", rate->films_per_second, rate->wait_share);
    } else {
      std::printf("error: %s\n", to_string(rate.error()).c_str());
    }
    std::fflush(stdout);
    malloc_trim(0);  // the next process to measure wants the memory
  }
  return 0;
}

}  // namespace
}  // namespace chestlens

int main(int argc, char** argv) {
  return chestlens::run(argc, argv);
}
