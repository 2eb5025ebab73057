#include "io/allocation.hpp"

#include <limits>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace chestlens {

void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int largest_block_bytes = 1 << 30;  // larger ones still go back when they are freed
  constexpr int spare_bytes = 64 << 20;
  mallopt(M_MMAP_THRESHOLD, largest_block_bytes);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  mallopt(M_TOP_PAD, spare_bytes);
#endif
}

}  // namespace chestlens
