// Trains networks on random films and says how fast. Reads requests from standard input, one per
// line:
//   NETWORK SIZE_PIXELS plain|augmented fp32|recipe BATCH SECONDS
// fp32 is the layout as built; recipe is channels-last with bf16 autocast where the processor has
// it. Answers each with "FILMS_PER_SECOND LOADER_WAIT_SHARE" or "error: ...". run.sh sets it beside
// the same networks in Python.
#include "data/loader.hpp"
#include "io/allocation.hpp"
#include "io/guarded.hpp"
#include "learn/apply_augmentation.hpp"
#include "learn/device.hpp"
#include "learn/optimizer.hpp"
#include "networks/classifier.hpp"
#include "networks/network_table.hpp"
#include "weights/memory_layout.hpp"

#include <CLI/CLI.hpp>
#include <torch/torch.h>

#include <malloc.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

namespace chestlens {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int classes = 4;
constexpr int film_count = 256;
constexpr int longest_batches = 100'000;

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
  Classifier classifier;
  Optimizer optimizer;
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

Result<Training> make_training(const Request& request) {
  torch::manual_seed(1);
  CHESTLENS_TRY(auto classifier, make_classifier({.name = request.network,
                                                  .classes = classes,
                                                  .size_pixels = request.size_pixels}));
  if (request.by_recipe) use_fastest_layout(*classifier.module, c10::kCPU);
  classifier.module->train();
  auto optimizer = make_optimizer(classifier, OptimizerKind::adamw, 0.01);
  set_rates(optimizer, {.low = 1e-4, .high = 1e-4});
  return Training{request, std::move(classifier), std::move(optimizer)};
}

void train_batch(Training& training, const Batch& batch, const Request& request,
                 torch::ScalarType type) {
  const auto seed = static_cast<std::uint64_t>(batch.index);
  const auto images =
      request.augmented ? augment(batch.images, Augmentation(), seed) : batch.images;
  torch::Tensor logits;
  {
    const AutocastGuard autocast(c10::kCPU, type);
    logits = forward(training.classifier, images).logits;
  }
  zero_gradients(training.optimizer);
  torch::nn::functional::cross_entropy(logits.to(torch::kFloat32), batch.labels).backward();
  step(training.optimizer, {.rate_share = 1.0, .momentum = 0.9});
}

/// Steps for so many seconds, at least one, after one that is not counted.
Rate measure(Training& training, const Request& request) {
  const torch::ScalarType type =
      request.by_recipe ? choose_precision(Precision::automatic, c10::kCPU).type : torch::kFloat32;
  const Dataset films{torch::rand({film_count, 1, request.size_pixels, request.size_pixels}),
                      torch::arange(film_count) % classes};
  std::vector<std::size_t> order(static_cast<std::size_t>(request.batch) * longest_batches);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i % film_count;
  Loader loader(films, std::move(order), {.batch_size = request.batch});
  train_batch(training, loader.next().value(), request, type);

  const auto start = Clock::now();
  Clock::duration waited{};
  std::chrono::duration<double> elapsed{};
  std::int64_t seen = 0;
  do {
    const auto asked = Clock::now();
    const std::optional<Batch> batch = loader.next();
    waited += Clock::now() - asked;
    if (!batch) break;
    train_batch(training, *batch, request, type);
    seen += request.batch;
    elapsed = Clock::now() - start;
  } while (elapsed.count() < request.seconds);
  return {static_cast<double>(seen) / elapsed.count(),
          std::chrono::duration<double>(waited) / elapsed};
}

Result<Rate> answer(const std::string& line, std::optional<Training>& training) {
  CHESTLENS_TRY(const auto request, parse(line));
  const bool fits = training && training->made_for.network == request.network &&
                    training->made_for.size_pixels == request.size_pixels &&
                    training->made_for.by_recipe == request.by_recipe;
  if (!fits) {
    CHESTLENS_TRY(training, make_training(request));
  }
  return guarded(request.network, [&]() -> Result<Rate> { return measure(*training, request); });
}

int run(int argc, char** argv) {
  CLI::App app("Training throughput on random films", "bench_train_throughput");
  int threads = 1;
  bool list = false;
  app.add_option("--threads", threads, "Threads for computing")->capture_default_str();
  app.add_flag("--list", list, "Name the networks and stop");
  CLI11_PARSE(app, argc, argv);
  keep_freed_memory();  // as chestlens does

  if (list) {
    for (const auto& name : network_names()) std::printf("%s\n", name.c_str());
    return 0;
  }
  at::set_num_threads(threads);
  std::optional<Training> training;
  for (std::string line; std::getline(std::cin, line);) {
    const auto rate = answer(line, training);
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
