// Says how many films per second ONNX Runtime alone predicts of a bundle, with ready tensors and
// nothing asked for but the logits:
//   bench_onnx_throughput --bundle FOLDER [--batch 4] [--threads N] [--seconds 5]
// prints "A B": A with one run at a time on all threads, B with a run on each thread.
// predict_throughput.sh sets it beside `chestlens predict`.
#include "bundle/bundle.hpp"
#include "bundle/ort_environment.hpp"

#include <CLI/CLI.hpp>
#include <onnxruntime_cxx_api.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <thread>
#include <vector>

namespace chestlens {
namespace {

using Clock = std::chrono::steady_clock;

struct Request {
  std::filesystem::path bundle;
  int batch = 4;
  int threads = 1;
  double seconds = 5.0;
};

/// One batch of the bundle's reference film, ready for the network.
struct ReadyBatch {
  std::vector<float> values;
  std::array<std::int64_t, 4> shape{};
};

ReadyBatch ready_batch(const Bundle& bundle, int films) {
  const std::int64_t side = bundle.card.input.size_pixels;
  ReadyBatch batch{{}, {films, 1, side, side}};
  for (int i = 0; i < films; ++i) {
    batch.values.insert(batch.values.end(), bundle.reference.begin(), bundle.reference.end());
  }
  return batch;
}

void run_once(Ort::Session& session, ReadyBatch& batch) {
  constexpr const char* input = "image";
  constexpr const char* output = "logits";
  const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  const auto tensor = Ort::Value::CreateTensor<float>(
      memory, batch.values.data(), batch.values.size(), batch.shape.data(), batch.shape.size());
  session.Run(Ort::RunOptions{nullptr}, &input, &tensor, 1, &output, 1);
}

/// Films per second of `callers` threads, each with runs on `threads` threads.
double films_per_second(const Bundle& bundle, const Request& request, int callers, int threads) {
  const Ort::Env environment = ort_environment(ORT_LOGGING_LEVEL_ERROR);
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(threads);
  Ort::Session session(environment, bundle.model.data(), bundle.model.size(), options);
  std::atomic<long> films{0};
  std::atomic<bool> is_over{false};
  const auto call = [&] {
    ReadyBatch batch = ready_batch(bundle, request.batch);
    while (!is_over) {
      run_once(session, batch);
      films += request.batch;
    }
  };
  ReadyBatch warm = ready_batch(bundle, request.batch);
  run_once(session, warm);
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> pool;
    for (int i = 0; i < callers; ++i) pool.emplace_back(call);
    std::this_thread::sleep_for(std::chrono::duration<double>(request.seconds));
    is_over = true;
  }
  return static_cast<double>(films) / std::chrono::duration<double>(Clock::now() - begin).count();
}

int answer(const Request& request) {
  const auto bundle = read_bundle(request.bundle);
  if (!bundle) {
    std::fprintf(stderr, "%s\n", to_string(bundle.error()).c_str());
    return 1;
  }
  const double together = films_per_second(*bundle, request, 1, request.threads);
  const double apart = films_per_second(*bundle, request, request.threads, 1);
  std::printf("%.2f %.2f\n", together, apart);
  return 0;
}

}  // namespace
}  // namespace chestlens

int main(int count, char** values) {
  CLI::App app("ONNX Runtime alone, with ready tensors");
  chestlens::Request request;
  app.add_option("--bundle", request.bundle)->required();
  app.add_option("--batch", request.batch)->check(CLI::PositiveNumber);
  app.add_option("--threads", request.threads)->check(CLI::PositiveNumber);
  app.add_option("--seconds", request.seconds)->check(CLI::PositiveNumber);
  CLI11_PARSE(app, count, values);
  try {
    return chestlens::answer(request);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
