#include "distributed/placement.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>

namespace chestlens {
namespace {

constexpr std::uint16_t default_port = 29500;  // PyTorch's

/// The variables in which a launcher says who is who.
struct Launcher {
  const char* rank;
  const char* ranks;
  const char* local_rank;
  const char* local_ranks;
  bool is_hydra = false;  // MPICH's and Intel's mpirun; SLURM may set PMI_RANK, but no local rank
};
constexpr Launcher launchers[] = {
    {"RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"},
    {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK",
     "OMPI_COMM_WORLD_LOCAL_SIZE"},
    {"PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS", true},
    {"SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_LOCALID", "SLURM_NTASKS_PER_NODE"},
    {"SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID", "SLURM_NTASKS_PER_NODE"},
};

std::string value_of(const Environment& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

/// A whole number in [low, high]; `otherwise` where the variable is not set.
Result<int> number(const Environment& environment, const char* name, int low, int high,
                   int otherwise) {
  const std::string text = value_of(environment, name);
  if (text.empty()) return otherwise;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < low || value > high) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is not a whole number in [{}, {}]", text, low, high),
                std::string("environment variable ") + name);
  }
  return value;
}

/// Where rank 0 is. SLURM lists the hosts in the order of the ranks.
Result<std::string> master_host(const Environment& environment, const Placement& placement) {
  for (const char* name : {"MASTER_ADDR", "SLURM_STEP_NODELIST", "SLURM_NODELIST"}) {
    const std::string host = first_host(value_of(environment, name));
    if (!host.empty()) return host;
  }
  if (placement.local_ranks == placement.ranks) return "127.0.0.1";
  return fail(ErrorCode::invalid_argument,
              "is not set; give it the name of the machine that runs rank 0, for instance by "
              "mpirun -x MASTER_ADDR=node1",
              "environment variable MASTER_ADDR");
}

/// torchrun may listen on MASTER_PORT itself, in its own version's protocol: rank 0 then takes the
/// port beside it.
Result<int> master_port(const Environment& environment) {
  const auto port = number(environment, "MASTER_PORT", 1, 65535, default_port);
  if (!port || value_of(environment, "TORCHELASTIC_USE_AGENT_STORE") != "True") return port;
  return *port == 65535 ? *port - 1 : *port + 1;
}

/// A batch script of SLURM sees the variables of its job; only srun starts the job's tasks. Without
/// this the script's process would wait in vain for the others.
Status check_srun(const Environment& environment) {
  CHESTLENS_TRY(const auto tasks, number(environment, "SLURM_NTASKS", 1, 1 << 16, 1));
  if (tasks == 1 || !value_of(environment, "SLURM_STEP_ID").empty()) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("SLURM gave this job {} tasks, but srun did not start this process: srun "
                          "chestlens train ... starts all of them; SLURM_NTASKS=1 chestlens train "
                          "... trains alone",
                          tasks),
              "environment variable SLURM_NTASKS");
}

Result<std::optional<Placement>> placement_by(const Launcher& launcher,
                                              const Environment& environment) {
  constexpr int most_ranks = 1 << 16;
  CHESTLENS_TRY(const auto ranks, number(environment, launcher.ranks, 1, most_ranks, 1));
  CHESTLENS_TRY(const auto rank, number(environment, launcher.rank, 0, ranks - 1, 0));
  if (ranks == 1) return std::optional<Placement>();
  CHESTLENS_TRY(const auto local_rank, number(environment, launcher.local_rank, 0, ranks - 1, 0));
  // SLURM's count is the job's, of which a step may use less.
  CHESTLENS_TRY(const auto local_ranks,
                number(environment, launcher.local_ranks, 1, most_ranks, 1));
  CHESTLENS_TRY(const auto port, master_port(environment));

  Placement placement{.rank = rank,
                      .ranks = ranks,
                      .local_rank = local_rank,
                      .local_ranks = std::min(local_ranks, ranks),
                      .host = {},
                      .port = static_cast<std::uint16_t>(port),
                      .interface = value_of(environment, "GLOO_SOCKET_IFNAME"),
                      .sees_own_gpus_only = !value_of(environment, "SLURM_GPUS_PER_TASK").empty()};
  CHESTLENS_TRY(const auto host, master_host(environment, placement));
  placement.host = host;
  return placement;
}

}  // namespace

std::string to_string(const Placement& placement) {
  return fmt::format("rank {} of {}", placement.rank, placement.ranks);
}

Environment process_environment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

Result<std::optional<Placement>> placement_from(const Environment& environment) {
  for (const Launcher& launcher : launchers) {
    if (value_of(environment, launcher.rank).empty()) continue;
    if (value_of(environment, launcher.ranks).empty()) continue;
    if (launcher.is_hydra && value_of(environment, launcher.local_rank).empty()) continue;
    if (launcher.ranks == std::string_view("SLURM_NTASKS")) {
      CHESTLENS_CHECK(check_srun(environment));
    }
    return placement_by(launcher, environment);
  }
  return std::optional<Placement>();
}

Result<int> gpu_of(const Placement& placement, int visible_gpus) {
  const int gpu = placement.sees_own_gpus_only ? 0 : placement.local_rank;
  if (gpu < visible_gpus) return gpu;
  return fail(ErrorCode::not_found,
              fmt::format("each process wants a GPU of its own and this machine shows it {}; start "
                          "no more processes on it, or give --device cpu",
                          visible_gpus),
              to_string(placement));
}

std::string first_host(const std::string& node_list) {
  std::string host;
  for (std::size_t i = 0; i < node_list.size() && node_list[i] != ','; ++i) {
    if (node_list[i] != '[') {
      host += node_list[i];
      continue;
    }
    const std::size_t first = i + 1;
    host += node_list.substr(first, node_list.find_first_of(",-]", first) - first);
    i = std::min(node_list.find(']', first), node_list.size());
  }
  return host;
}

}  // namespace chestlens
