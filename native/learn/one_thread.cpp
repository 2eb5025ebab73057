#include "learn/one_thread.hpp"

#include <ATen/Parallel.h>
#include <dlfcn.h>

namespace chestlens {

// at::set_num_threads would change other threads' libraries too. The OpenMP runtime is the one that
// LibTorch has loaded, whose name differs from build to build; without one there is nothing to do.
void compute_on_one_thread() {
  static_cast<void>(at::get_num_threads());  // which sets a new thread's number when first asked
  using SetThreads = void (*)(int);
  const auto set_threads =
      reinterpret_cast<SetThreads>(::dlsym(RTLD_DEFAULT, "omp_set_num_threads"));
  if (set_threads != nullptr) set_threads(1);
}

}  // namespace chestlens
