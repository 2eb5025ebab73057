#include "cli/threads.hpp"

#include "cli/validators.hpp"
#include "distributed/placement.hpp"

#include <CLI/CLI.hpp>
#include <sched.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

namespace chestlens {

int physical_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  std::set<std::string> cores;  // by the list of its hardware threads
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    std::string siblings = std::to_string(cpu);
    std::ifstream file("/sys/devices/system/cpu/cpu" + siblings + "/topology/thread_siblings_list");
    std::getline(file, siblings);
    cores.insert(siblings.empty() ? std::to_string(cpu) : siblings);
  }
  return std::max(1, static_cast<int>(cores.size()));
}

namespace {

/// The processes on this machine that train together (distributed/placement.hpp); an environment
/// that is wrong is reported where they join.
int processes_here() {
  const auto placement = placement_from(process_environment());
  return placement && *placement ? (*placement)->local_ranks : 1;
}

}  // namespace

void add_threads_option(CLI::App& command, int& threads) {
  threads = std::max(1, physical_cores() / processes_here());
  command.add_option("--threads", threads, "Threads for computing, by default one per core")
      ->check(whole_number_in(1, 1024))
      ->capture_default_str();
}

}  // namespace chestlens
