#include "io/guarded.hpp"
#include "learn/record_launches.hpp"

#include <ATen/cuda/CUDAGeneratorImpl.h>
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

/// A graph whose memory goes back to its GPU with it, for the next stage's larger one.
struct RecordedGraph {
  explicit RecordedGraph(c10::Device recorded_on) : device(recorded_on) {}
  ~RecordedGraph() {
    try {
      const c10::cuda::CUDAGuard gpu(device);  // another may be current by now
      c10::cuda::device_synchronize();         // no replay is under way
      graph.reset();
      c10::cuda::CUDACachingAllocator::emptyCache();
    } catch (const std::exception&) {
      // The GPU failed before, and who waited for it was told.
    }
  }
  RecordedGraph(const RecordedGraph&) = delete;
  RecordedGraph& operator=(const RecordedGraph&) = delete;

  const c10::Device device;
  at::cuda::CUDAGraph graph;
};

void try_to(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception&) {
    // What is not open any more need not be closed.
  }
}

/// After a capture that failed: memory is given out, and numbers drawn, as outside of one.
void leave_capture(at::cuda::CUDAGraph& graph, at::cuda::MempoolId_t pool,
                   c10::DeviceIndex device) {
  try_to([&] { graph.capture_end(); });
  try_to([&] { graph.reset(); });
  try_to([&] {  // releases of 2025 leave it to us
    c10::cuda::CUDACachingAllocator::endAllocateToPool(device, pool);
    c10::cuda::CUDACachingAllocator::releasePool(device, pool);
  });
  try_to([&] {
    at::Generator generator = at::cuda::detail::getDefaultCUDAGenerator(device);
    generator.graphsafe_set_state(at::cuda::detail::createCUDAGenerator(device));
  });
  static_cast<void>(cudaGetLastError());
}

/// Other threads may call CUDA meanwhile, as those that gather films do.
void capture(at::cuda::CUDAGraph& graph, const std::function<void()>& launch,
             c10::DeviceIndex device) {
  const auto pool = at::cuda::graph_pool_handle();
  graph.capture_begin(pool, cudaStreamCaptureModeThreadLocal);
  try {
    launch();
    graph.capture_end();
  } catch (...) {
    leave_capture(graph, pool, device);
    throw;
  }
}

}  // namespace

Result<std::function<void()>> record_launches(const std::function<void()>& launch,
                                              c10::Device device) {
  return guarded("CUDA graph", [&]() -> Result<std::function<void()>> {
    const c10::cuda::OptionalCUDAGuard gpu(device);
    const auto recorded = std::make_shared<RecordedGraph>(device);
    c10::cuda::device_synchronize();  // what the function reads is there
    {
      const c10::cuda::CUDAStreamGuard guard(
          c10::cuda::getStreamFromPool(/*isHighPriority=*/false, device.index()));
      for (int run = 0; run < warm_up_runs; ++run) launch();
      c10::cuda::device_synchronize();
      c10::cuda::CUDACachingAllocator::emptyCache();  // a graph's memory is apart
      capture(recorded->graph, launch, device.index());
    }
    c10::cuda::device_synchronize();
    return std::function<void()>([recorded] { recorded->graph.replay(); });
  });
}

bool can_record_launches() {
  return true;
}

}  // namespace chestlens
