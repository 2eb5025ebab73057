#pragma once

#include "weights/module_weights.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

struct Classifier;

/// Fills the body with public weights or those of an earlier run, whatever names they bear there;
/// the head too where it is the network's published one, else the file's classifier is left out.
/// A network that reads one channel takes the sum of the kernels that read red, green and blue,
/// which is what those make of a grey film. Errors: mismatch, listing every missing, unexpected and
/// wrongly shaped tensor; nothing is copied then.
Status load_pretrained(const Classifier& classifier, const Weights& weights);

}  // namespace chestlens
