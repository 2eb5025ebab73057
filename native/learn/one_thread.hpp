#pragma once

namespace chestlens {

/// From now on LibTorch computes on the calling thread alone when it is called there. Otherwise a
/// thread beside the training one would get a team of OpenMP threads of its own, and GNU's OpenMP,
/// with more threads than processors, puts all of them to sleep after each loop: DenseNet-121 at
/// 64 px then trains on a quarter fewer films per second.
void compute_on_one_thread();

}  // namespace chestlens
