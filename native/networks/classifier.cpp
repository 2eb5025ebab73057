#include "networks/classifier.hpp"

#include "io/text.hpp"
#include "networks/chain.hpp"
#include "networks/head.hpp"
#include "networks/network_table.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <utility>

namespace chestlens {
namespace {

Status refuse(const std::string& message, const std::string& value) {
  return fail(ErrorCode::invalid_argument, message, value);
}

Status check(const NetworkSpec& spec, const Network& network) {
  constexpr int largest_size = 4096;
  if (spec.classes < 2 || spec.classes > 10'000) {
    return refuse("classes must be in [2, 10000]", fmt::to_string(spec.classes));
  }
  if (!(spec.dropout >= 0.0 && spec.dropout < 1.0)) {
    return refuse("dropout must be in [0, 1)", fmt::to_string(spec.dropout));
  }
  if (!std::isfinite(spec.mean)) return refuse("mean must be finite", fmt::to_string(spec.mean));
  if (!(spec.standard_deviation > 0.0 && std::isfinite(spec.standard_deviation))) {
    return refuse("standard_deviation must be positive and finite",
                  fmt::to_string(spec.standard_deviation));
  }
  if (spec.input_channels != 1 && spec.input_channels != 3) {
    return refuse("input_channels must be 1 or 3", fmt::to_string(spec.input_channels));
  }
  if (spec.tensorflow_padding && !network.has_tensorflow_padding) {
    return refuse(
        "TensorFlow's padding is known of mobilenet_v2 alone; leave tensorflow_padding off",
        network.name);
  }
  if (spec.size_pixels < network.smallest_size_pixels || spec.size_pixels > largest_size) {
    return refuse(fmt::format("size_pixels of {} must be in [{}, {}]", network.name,
                              network.smallest_size_pixels, largest_size),
                  fmt::to_string(spec.size_pixels));
  }
  return {};
}

}  // namespace

Classifier assemble_classifier(NetworkSpec spec, std::shared_ptr<Chain> body,
                               std::shared_ptr<Chain> head) {
  auto module = std::make_shared<torch::nn::Module>("classifier");
  module->register_module("body", body);
  module->register_module("head", head);
  return {std::move(spec), std::move(body), std::move(head), std::move(module), {}};
}

Result<Classifier> make_classifier(const NetworkSpec& spec) {
  const Network* network = find_network(spec.name);
  if (network == nullptr) {
    return fail(ErrorCode::invalid_argument,
                "no such network; there are: " + joined(network_names()), spec.name);
  }
  CHESTLENS_CHECK(check(spec, *network));
  const bool transferred = network->is_transferred && spec.head == HeadKind::concat_pool;
  auto classifier = assemble_classifier(
      spec, network->make_body(spec),
      transferred ? make_concat_pool_head(network->feature_maps, spec.classes, spec.dropout)
                  : network->make_published_head(spec));
  classifier.group_starts = network->group_starts;
  kaiming_initialize(*classifier.module);
  return classifier;
}

torch::Tensor forward_body(const Classifier& classifier, const torch::Tensor& images) {
  const auto& spec = classifier.spec;
  const auto normalized = images.sub(spec.mean).div(spec.standard_deviation);
  return classifier.body->forward(
      spec.input_channels == 1 ? normalized : normalized.expand({-1, spec.input_channels, -1, -1}));
}

Outputs forward_head(const Classifier& classifier, const torch::Tensor& activations) {
  const auto last = classifier.head->end() - 1;
  torch::Tensor features = activations;
  for (auto layer = classifier.head->begin(); layer != last; ++layer) {
    features = layer->forward(features);
  }
  return {last->forward(features), features, activations};
}

Outputs forward(const Classifier& classifier, const torch::Tensor& images) {
  return forward_head(classifier, forward_body(classifier, images));
}

std::int64_t parameter_count(const Classifier& classifier) {
  std::int64_t count = 0;
  for (const auto& parameter : classifier.module->parameters()) count += parameter.numel();
  return count;
}

std::vector<std::vector<torch::Tensor>> layer_groups(const Classifier& classifier) {
  std::vector<std::vector<torch::Tensor>> groups(1);
  auto next = classifier.group_starts.begin();
  for (const auto& parameter : classifier.body->named_parameters()) {
    if (next != classifier.group_starts.end() && parameter.key().starts_with(*next + ".")) {
      groups.emplace_back();
      ++next;
    }
    groups.back().push_back(parameter.value());
  }
  groups.push_back(classifier.head->parameters());
  return groups;
}

}  // namespace chestlens
