#pragma once

#include <chestlens/error.hpp>

#include <string>

namespace chestlens {

struct Classifier;

/// A classifier as a TorchScript module, the bytes of a file for torch.jit.load: forward(image
/// float32 [N,1,H,W] in [0,1], H and W as given, N free) gives logits [N,C]. Normalisation is
/// inside; parameters bear their names, so that a module moves between devices as a whole.
/// It was read back, and its logits were the classifier's to 1e-6 of the largest. Errors: runtime
/// with LibTorch's message, mismatch.
Result<std::string> to_torchscript(const Classifier& classifier, int size_pixels);

}  // namespace chestlens
