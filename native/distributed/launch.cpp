#include "distributed/launch.hpp"

#include <fcntl.h>
#include <torch/cuda.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace chestlens {
namespace {

/// Sends a descriptor to /dev/null; returns a copy of it as it was.
int silence(int descriptor) {
  const int kept = ::dup(descriptor);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) {
    ::dup2(nowhere, descriptor);
    ::close(nowhere);
  }
  return kept;
}

void restore(int kept, int descriptor) {
  if (kept < 0) return;
  ::dup2(kept, descriptor);
  ::close(kept);
}

/// Ends a process that may be waiting where nothing can wake it. `errors` is a copy of standard
/// error, which may be silenced by then.
void end_process(const Error& error, int errors) {
  const std::string text = "chestlens: " + to_string(error) + "\n";
  [[maybe_unused]] const ssize_t written = ::write(errors, text.data(), text.size());
  std::_Exit(EXIT_FAILURE);
}

Status use_own_gpu(const Placement& placement, c10::Device& device) {
  if (!device.is_cuda()) return {};
  CHESTLENS_TRY(const auto gpu, gpu_of(placement, static_cast<int>(torch::cuda::device_count())));
  device = c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(gpu));
  return {};
}

}  // namespace

Result<std::shared_ptr<Group>> join_launched_ranks(c10::Device& device, const Reporter& reporter) {
  CHESTLENS_TRY(const auto placement, placement_from(process_environment()));
  if (!placement) return solo_group();
  CHESTLENS_CHECK(use_own_gpu(*placement, device));
  const int errors = ::dup(STDERR_FILENO);
  CHESTLENS_TRY(
      auto group,
      join_group(*placement, device,
                 {.on_waiting = [&reporter](const std::string& text) { reporter.note(text); },
                  .on_lost = [errors](const Error& error) { end_process(error, errors); }}));
  return std::shared_ptr<Group>(std::move(group));
}

QuietRank::QuietRank(int rank) {
  if (rank == 0) return;
  std::fflush(stdout);
  output_ = silence(STDOUT_FILENO);
  errors_ = silence(STDERR_FILENO);
}

QuietRank::~QuietRank() {
  std::fflush(stdout);
  restore(output_, STDOUT_FILENO);
  restore(errors_, STDERR_FILENO);
}

}  // namespace chestlens
