#include "io/guarded.hpp"
#include "learn/record_launches.hpp"

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include <exception>
#include <memory>

namespace chestlens {
namespace {

constexpr int warm_up_runs = 3;

/// A graph whose memory goes back to the GPU with it, for the next stage's larger one.
struct RecordedGraph {
  RecordedGraph() = default;
  ~RecordedGraph() {
    try {
      c10::cuda::device_synchronize();  // no replay is under way
      graph.reset();
      c10::cuda::CUDACachingAllocator::emptyCache();
    } catch (const std::exception&) {
      // The GPU failed before, and who waited for it was told.
    }
  }
  RecordedGraph(const RecordedGraph&) = delete;
  RecordedGraph& operator=(const RecordedGraph&) = delete;

  at::cuda::CUDAGraph graph;
};

/// Other threads may call CUDA meanwhile, as those that gather films do.
void capture(at::cuda::CUDAGraph& graph, const std::function<void()>& launch) {
  graph.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
  try {
    launch();
  } catch (...) {
    try {
      graph.capture_end();  // throws too, but the stream is free again
    } catch (const std::exception&) {
      static_cast<void>(cudaGetLastError());
    }
    throw;
  }
  graph.capture_end();
}

}  // namespace

Result<std::function<void()>> record_launches(const std::function<void()>& launch,
                                              c10::Device device) {
  return guarded("CUDA graph", [&]() -> Result<std::function<void()>> {
    const c10::cuda::OptionalCUDAGuard gpu(device);
    const auto recorded = std::make_shared<RecordedGraph>();
    c10::cuda::device_synchronize();  // what the function reads is there
    {
      const c10::cuda::CUDAStreamGuard guard(
          c10::cuda::getStreamFromPool(/*isHighPriority=*/false, device.index()));
      for (int run = 0; run < warm_up_runs; ++run) launch();
      c10::cuda::device_synchronize();
      c10::cuda::CUDACachingAllocator::emptyCache();  // a graph's memory is apart
      capture(recorded->graph, launch);
    }
    c10::cuda::device_synchronize();
    return std::function<void()>([recorded] { recorded->graph.replay(); });
  });
}

bool can_record_launches() {
  return true;
}

}  // namespace chestlens
