#include "io/build_info.hpp"

#include <build_commit.hpp>  // written by tools/cmake/write_commit.cmake

namespace chestlens {

BuildInfo build_info() {
  return {.version = CHESTLENS_VERSION,
          .commit = CHESTLENS_COMMIT,
          .compiler = CHESTLENS_COMPILER,
          .libtorch = CHESTLENS_LIBTORCH_VERSION,
          .opencv = CHESTLENS_OPENCV_VERSION,
          .cuda = CHESTLENS_CUDA,
          .nccl = CHESTLENS_NCCL};
}

}  // namespace chestlens
