#include "cli/threads.hpp"

#include <ATen/Parallel.h>

namespace chestlens {

void use_threads(int threads) {
  at::set_num_threads(threads);
}

}  // namespace chestlens
