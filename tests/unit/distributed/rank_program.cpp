// distributed_rank WEIGHTS [SIGNAL RANK]: one process of several, placed by its environment. Trains
// and writes its weights; RANK sends itself SIGNAL before step 5.
#include "distributed/group.hpp"
#include "distributed/training.hpp"
#include "weights/module_weights.hpp"
#include "weights/tensor_file.hpp"

#include <torch/torch.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace chestlens {
namespace {

void report(const Error& error) {
  std::fprintf(stderr, "%s\n", to_string(error).c_str());
}

Status run(const std::string& path, int signal, int signalled_rank) {
  const auto placement = placement_from(process_environment());
  if (!placement) return tl::unexpected(placement.error());
  const auto group =
      join_group(placement->value(), c10::kCPU,
                 {.join_seconds = 60.0, .silence_seconds = 2.0, .on_lost = [](const Error& error) {
                    report(error);
                    std::_Exit(3);
                  }});
  if (!group) return tl::unexpected(group.error());
  const int rank = (*placement)->rank;
  auto network = test::make_independent_network(static_cast<std::uint64_t>(rank));
  const Status trained = test::train_steps(network, group->get(), [&](int step) {
    if (step == 5 && rank == signalled_rank) std::raise(signal);
  });
  if (!trained) return trained;
  const Status written =
      write_tensor_file(path, {.tensors = weights_of(*network.module), .texts = {}});
  if (!written) return written;
  return (*group)->leave();
}

}  // namespace
}  // namespace chestlens

int main(int argc, char** argv) {
  at::set_num_threads(1);
  const bool dies = argc == 4;
  const chestlens::Status status =
      chestlens::run(argv[1], dies ? std::atoi(argv[2]) : 0, dies ? std::atoi(argv[3]) : -1);
  if (status) return 0;
  chestlens::report(status.error());
  return 1;
}
