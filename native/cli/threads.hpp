#pragma once

namespace CLI {
class App;
}

namespace chestlens {

/// Cores this process may run on, two threads of one core counted once.
int physical_cores();

/// Adds --threads, whose value is put into `threads`. By default the processes that train together
/// on this machine share its physical_cores().
void add_threads_option(CLI::App& command, int& threads);

/// Gives LibTorch this many threads.
void use_threads(int threads);

}  // namespace chestlens
