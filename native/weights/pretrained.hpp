#pragma once

#include "weights/module_weights.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

struct Classifier;

/// What stood around the network's own names in a file.
struct Wrapper {
  std::string prefix;                // "module.", "_orig_mod." and the like; empty for none
  std::size_t outside = 0;           // tensors that belong to something else, of no use here
  std::vector<std::string> missing;  // the network's tensors that the file lacks, and may
};

/// Fills the body with public weights or those of an earlier run, whatever names they bear there;
/// the head too where it is the network's published one, else the file's classifier is left out.
/// A network that reads one channel takes the sum of the kernels that read red, green and blue,
/// which is what those make of a grey film. A prefix of most names is taken off; tensors of modules
/// that the network has none of, whole numbers, and an optimizer's of a weight are left out. What
/// `allow_missing` names, whole or up to a dot ("conv3" is "conv3.weight", too), may be missing and
/// stays as it is. Errors: those of copy_weights; not_found for a name of allow_missing that no
/// tensor of the network bears; invalid_argument where two prefixes do equally well; unsupported
/// for a training's checkpoint. Nothing is copied then.
Result<Wrapper> load_pretrained(const Classifier& classifier, const Weights& weights,
                                std::span<const std::string> allow_missing = {});

}  // namespace chestlens
