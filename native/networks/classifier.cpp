#include "networks/classifier.hpp"

#include "networks/chain.hpp"
#include "networks/densenet.hpp"
#include "networks/head.hpp"

#include <torch/torch.h>

#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace chestlens {
namespace {

/// A network is one row here and one file.
struct Network {
  std::string_view name;
  std::shared_ptr<Chain> (*make_body)();
  std::int64_t feature_maps;
  std::vector<std::string> group_starts;  // fastai's split of the body
};

const std::vector<Network>& networks() {
  static const std::vector<Network> table{
      {"densenet121", make_densenet121_body, 1024, {"features.transition2"}},
  };
  return table;
}

Status check(const NetworkSpec& spec) {
  if (spec.classes < 2 || spec.classes > 10'000) {
    return fail(ErrorCode::invalid_argument, "classes must be in [2, 10000]",
                std::to_string(spec.classes));
  }
  if (!(spec.dropout >= 0.0 && spec.dropout < 1.0)) {
    return fail(ErrorCode::invalid_argument, "dropout must be in [0, 1)",
                std::to_string(spec.dropout));
  }
  if (!std::isfinite(spec.mean)) {
    return fail(ErrorCode::invalid_argument, "mean must be finite", std::to_string(spec.mean));
  }
  if (!(spec.standard_deviation > 0.0 && std::isfinite(spec.standard_deviation))) {
    return fail(ErrorCode::invalid_argument, "standard_deviation must be positive and finite",
                std::to_string(spec.standard_deviation));
  }
  return {};
}

std::string joined(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace

std::vector<std::string> network_names() {
  std::vector<std::string> names;
  for (const auto& network : networks()) names.emplace_back(network.name);
  return names;
}

Classifier assemble_classifier(NetworkSpec spec, std::shared_ptr<Chain> body,
                               std::shared_ptr<Chain> head) {
  auto module = std::make_shared<torch::nn::Module>("classifier");
  module->register_module("body", body);
  module->register_module("head", head);
  return {std::move(spec), std::move(body), std::move(head), std::move(module), {}};
}

Result<Classifier> make_classifier(const NetworkSpec& spec) {
  if (auto ok = check(spec); !ok) return tl::unexpected(ok.error());
  for (const auto& network : networks()) {
    if (network.name != spec.name) continue;
    auto classifier = assemble_classifier(
        spec, network.make_body(),
        make_concat_pool_head(network.feature_maps, spec.classes, spec.dropout));
    classifier.group_starts = network.group_starts;
    kaiming_initialize(*classifier.module);
    return classifier;
  }
  return fail(ErrorCode::invalid_argument, "no such network; there are: " + joined(network_names()),
              spec.name);
}

torch::Tensor forward_body(const Classifier& classifier, const torch::Tensor& images) {
  const auto& spec = classifier.spec;
  const auto normalized = images.sub(spec.mean).div(spec.standard_deviation);
  return classifier.body->forward(normalized.expand({-1, 3, -1, -1}));
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
