// distributed_rank WEIGHTS [SIGNAL RANK]: one process of several, placed by its environment. Trains
// and writes its weights; RANK sends itself SIGNAL before step 5.
// distributed_rank trainer DATA RUN: the trainer, with six films a process in a batch.
// distributed_rank goes-on DATA RUN BATCHES SIGNAL: the trainer with all that has a state to lose,
// from its last checkpoint on; before its BATCHES-th batch, rank 0 sends itself SIGNAL, or asks all
// to stop where that is 0. Exits with 4 where it stopped.
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

Result<std::unique_ptr<Group>> join() {
  const auto placement = placement_from(process_environment());
  if (!placement) return tl::unexpected(placement.error());
  return join_group(
      placement->value(), c10::kCPU,
      {.join_seconds = 60.0, .silence_seconds = 2.0, .on_lost = [](const Error& error) {
         report(error);
         std::_Exit(3);
       }});
}

Status run_trainer(const std::string& data, const std::string& run) {
  auto joined = join();
  if (!joined) return tl::unexpected(joined.error());
  const std::shared_ptr<Group> group = std::move(*joined);
  const Status trained = test::train_by_recipe(data, run, test::global_batch / 2, group);
  return trained ? group->leave() : trained;
}

Status go_on(const std::string& data, const std::string& run, int batches, int signal) {
  CHESTLENS_TRY(auto joined, join());
  const std::shared_ptr<Group> group = std::move(joined);
  int asked = 0;
  const auto stops = [&] {
    if (group->placement().rank != 0 || asked++ < batches) return false;
    if (signal != 0) std::raise(signal);
    return true;
  };
  CHESTLENS_CHECK(test::go_on_training(data, run, group, stops));
  return group->leave();
}

Status run(const std::string& path, int signal, int signalled_rank) {
  const auto group = join();
  if (!group) return tl::unexpected(group.error());
  const int rank = (*group)->placement().rank;
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
  const std::string task = argv[1];
  const bool has_more = argc == 4;
  const chestlens::Status status =
      task == "trainer" ? chestlens::run_trainer(argv[2], argv[3])
      : task == "goes-on"
          ? chestlens::go_on(argv[2], argv[3], std::atoi(argv[4]), std::atoi(argv[5]))
          : chestlens::run(task, has_more ? std::atoi(argv[2]) : 0,
                           has_more ? std::atoi(argv[3]) : -1);
  if (status) return 0;
  chestlens::report(status.error());
  return status.error().code == chestlens::ErrorCode::interrupted ? 4 : 1;
}
