#pragma once

#include <chestlens/error.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace chestlens {

/// Where this process stands among those that train one network together.
struct Placement {
  int rank = 0;  // from 0, over all machines
  int ranks = 1;
  int local_rank = 0;               // from 0, on this machine
  int local_ranks = 1;              // on this machine, as far as the launcher says
  std::string host;                 // the machine of rank 0
  std::uint16_t port = 0;           // where rank 0 listens
  std::string interface;            // network interface to use; empty: that of this machine's name
  bool sees_own_gpus_only = false;  // srun --gpus-per-task hides the others' GPUs
};

/// "rank 1 of 4", the context of errors.
std::string to_string(const Placement& placement);

using Environment = std::map<std::string, std::string>;
Environment process_environment();

/// What torchrun, mpirun (Open MPI's, then MPICH's and Intel's) or SLURM's srun wrote into the
/// environment, looked for in this order; nothing where they started one process only, or none of
/// them did. MASTER_ADDR, MASTER_PORT and GLOO_SOCKET_IFNAME count under all of them. Errors:
/// invalid_argument, naming the variable; that of a job of several tasks without srun too.
Result<std::optional<Placement>> placement_from(const Environment& environment);

/// The number, among the GPUs that this process sees, of its own. Errors: not_found where the
/// machine has fewer GPUs than processes.
Result<int> gpu_of(const Placement& placement, int visible_gpus);

/// The first host of SLURM's notation: "node[07-09,12],login" is "node07".
std::string first_host(const std::string& node_list);

}  // namespace chestlens
