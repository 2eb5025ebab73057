#include "learn/group_terms.hpp"

#include "learn/group_dro.hpp"
#include "learn/last_layer.hpp"
#include "learn/optimizer.hpp"
#include "networks/classifier.hpp"

#include <torch/torch.h>

namespace chestlens {
namespace {

constexpr const char* weight_name = "source_head.weight";
constexpr const char* bias_name = "source_head.bias";

/// How many features the last linear layer takes.
std::int64_t feature_count(const Classifier& classifier) {
  return last_layer(classifier).named_parameters()["weight"].size(1);
}

}  // namespace

GroupTerms new_group_terms(const TrainRecipe& train, const Classifier& classifier,
                           const torch::Tensor& labels, const torch::Tensor& sources,
                           std::int64_t source_count, c10::Device device) {
  const std::int64_t classes = classifier.spec.classes;
  GroupTerms terms;
  if (train.loss == LossKind::group_dro) {
    terms.shares = equal_shares(labels * source_count + sources, classes * source_count).to(device);
  }
  if (train.source_adversary > 0.0) {
    const SourceHead head =
        make_source_head(labels, sources, classes, source_count, feature_count(classifier));
    terms.source_head = {head.weight.detach().to(device).requires_grad_(),
                         head.bias.detach().to(device).requires_grad_(), head.seen.to(device)};
  }
  return terms;
}

void add_to_optimizer(Optimizer& optimizer, const GroupTerms& terms, double weight_decay) {
  if (!terms.source_head.weight.defined()) return;
  const std::size_t network_head = optimizer.layer_groups - 1;
  add_parameters(optimizer, network_head, weight_decay, {{weight_name, terms.source_head.weight}});
  add_parameters(optimizer, network_head, 0.0, {{bias_name, terms.source_head.bias}});
}

std::vector<std::pair<std::string, torch::Tensor>> tensors_of(const GroupTerms& terms) {
  std::vector<std::pair<std::string, torch::Tensor>> tensors;
  if (terms.shares.defined()) tensors.emplace_back("group_dro.shares", terms.shares);
  if (terms.source_head.weight.defined()) {
    tensors.emplace_back(weight_name, terms.source_head.weight);
    tensors.emplace_back(bias_name, terms.source_head.bias);
  }
  return tensors;
}

}  // namespace chestlens
