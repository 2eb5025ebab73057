#pragma once

#include <c10/core/Device.h>

namespace torch::nn {
class Module;
}

namespace chestlens {

/// Whether this LibTorch computes a small deep 1x1 convolution of channels-last tensors as it
/// should, to a relative 1e-3. oneDNN 3.6 to 3.7 (LibTorch 2.6 of Debian 13) does not on some
/// processors, with more than one thread. Takes milliseconds.
bool channels_last_is_right(c10::Device device);

/// Lays convolutions' weights out channels-last, the faster layout on CPU and CUDA, where that is
/// computed as it should be; else leaves them as they are, NCHW. True for channels-last.
bool use_fastest_layout(torch::nn::Module& module, c10::Device device);

}  // namespace chestlens
