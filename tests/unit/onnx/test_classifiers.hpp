#pragma once

#include "networks/classifier.hpp"

#include <chestlens/card.hpp>
#include <chestlens/image.hpp>

#include <string>
#include <vector>

namespace torch::nn {
class Module;
}

namespace chestlens {

struct Chain;

/// Gives norms weights, biases and statistics that are not the identity's, in eval mode.
void randomize_norms(torch::nn::Module& module);

/// A body of three strided convolutions to [N,6,h,w], with a norm before and one after a ReLU.
std::shared_ptr<Chain> small_body();

/// Heads on six feature maps and three classes, by name.
std::vector<std::string> head_names();
std::shared_ptr<Chain> small_head(const std::string& name, std::int64_t area);

/// small_body with a head, randomised by `seed`; `size_pixels` fixes the flattening head's input.
Classifier small_classifier(const std::string& head, std::uint64_t seed, int size_pixels = 20);

/// DenseNet-121 with four classes and randomised norms.
Classifier random_densenet121(std::uint64_t seed);

/// What a caller of write_bundle fills in.
Card test_card(const Classifier& classifier, int size_pixels);

/// Up to `count` films of the folder that the environment variable CHESTLENS_REAL_FILMS names;
/// generated noise where it is not set.
std::vector<FloatImage> films(int size_pixels, int count);

}  // namespace chestlens
