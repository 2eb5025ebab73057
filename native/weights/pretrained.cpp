#include "weights/pretrained.hpp"

#include "io/text.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "weights/names.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

// Prefixes of the names in a run's best.safetensors.
constexpr std::string_view run_prefixes[] = {"body.", "head."};

/// Whether a file may leave it out: PyTorch before 0.4 did not count batches.
bool is_counter(std::string_view name) {
  return name.ends_with(".num_batches_tracked");
}

std::string first_part(const std::string& name) {
  return name.substr(0, name.find('.'));
}

/// What a trainer leaves beside a network's weights is told from those of a larger network by its
/// modules: none of ours is called so.
class Belongings {
 public:
  Belongings(const Weights& own, const ModuleNames& names) : own_(own) {
    for (const auto& [name, tensor] : own) modules_.insert(first_part(name));
    for (const auto& [theirs, ours] : names) modules_.insert(first_part(theirs));
  }
  bool is_of_another(const std::string& name, const torch::Tensor& tensor) const {
    if (!tensor.is_floating_point() || !modules_.contains(first_part(name))) return true;
    for (std::size_t dot = name.find('.'); dot != std::string::npos;
         dot = name.find('.', dot + 1)) {
      if (own_.contains(name.substr(0, dot))) return true;  // "conv1.weight.exp_avg"
    }
    return false;
  }

 private:
  const Weights& own_;
  std::set<std::string> modules_;
};

/// Of prefixes that do equally well the one that frameworks put before what they train.
Result<std::string> one_prefix(const std::vector<std::string>& prefixes) {
  if (prefixes.size() == 1) return prefixes.front();
  for (const std::string usual : {"model.", "module."}) {
    if (std::ranges::find(prefixes, usual) != prefixes.end()) return usual;
  }
  std::vector<std::string> keys;
  for (const std::string& prefix : prefixes) keys.push_back(prefix.substr(0, prefix.size() - 1));
  return fail(ErrorCode::invalid_argument, "holds such weights several times, under the keys " +
                                               joined(keys) +
                                               "; --key KEY of chestlens weights chooses");
}

/// Brings a tensor to the shape of ours where the two mean the same: kernels of three equal
/// channels are those of one channel summed, a matrix is a 1x1 convolution.
torch::Tensor in_our_shape(const torch::Tensor& theirs, const torch::Tensor& ours) {
  const bool convolution = ours.dim() == 4;
  if (convolution && theirs.dim() == 4 && ours.size(1) == 1 && theirs.size(1) == 3) {
    return theirs.to(torch::kFloat32).sum(1, /*keepdim=*/true);
  }
  if (convolution && theirs.dim() == 2 && ours.size(2) == 1 && ours.size(3) == 1) {
    return theirs.unsqueeze(2).unsqueeze(3);
  }
  return theirs;
}

std::string without_run_prefix(std::string name) {
  for (const std::string_view prefix : run_prefixes) {
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return name;
}

bool bears_name(std::string_view tensor, const std::string& whole_or_beginning) {
  return tensor == whole_or_beginning || tensor.starts_with(whole_or_beginning + ".");
}

bool is_named(std::span<const std::string> words, std::string_view tensor) {
  return std::ranges::any_of(words,
                             [tensor](const auto& word) { return bears_name(tensor, word); });
}

Status check_names(std::span<const std::string> allow_missing, const Weights& own) {
  for (const std::string& word : allow_missing) {
    if (std::ranges::any_of(own, [&](const auto& entry) { return bears_name(entry.first, word); }))
      continue;
    return fail(ErrorCode::not_found,
                "no tensor is called \"" + word +
                    "\" or begins with it and a dot; allow_missing wants names as the list of "
                    "missing tensors shows them",
                "allow_missing");
  }
  return {};
}

/// The state of a training, with an optimizer's means, is no file of weights.
Status check_no_checkpoint(const Weights& weights) {
  const auto first = weights.lower_bound("model/");
  if (first == weights.end() || !first->first.starts_with("model/")) return {};
  return fail(ErrorCode::unsupported,
              "is a checkpoint of chestlens train; give the run's best.safetensors, which lies "
              "beside it");
}

}  // namespace

Result<Wrapper> load_pretrained(const Classifier& classifier, const Weights& weights,
                                std::span<const std::string> allow_missing) {
  CHESTLENS_CHECK(check_no_checkpoint(weights));
  Weights own = weights_of(*classifier.body);
  const bool published_head = classifier.spec.head == HeadKind::published;
  if (published_head) own.merge(weights_of(*classifier.head));

  const ModuleNames names = other_module_names(classifier.spec.name);
  const auto our_name = [&names](const std::string& theirs) {
    return without_run_prefix(renamed(names, theirs));
  };
  std::vector<std::string> their_names;
  for (const auto& [name, tensor] : weights) their_names.push_back(name);
  const auto is_ours = [&](const std::string& name) { return own.contains(our_name(name)); };
  Wrapper wrapper;
  CHESTLENS_TRY(wrapper.prefix, one_prefix(wrapper_prefixes(their_names, is_ours, own.size())));
  const Belongings belongings(own, names);
  Weights given;
  Weights of_others;
  for (const auto& [their_name, tensor] : weights) {
    if (!their_name.starts_with(wrapper.prefix)) {
      ++wrapper.outside;
      continue;
    }
    const std::string inner = their_name.substr(wrapper.prefix.size());
    if (!published_head && is_of_classifier(inner)) continue;
    const std::string name = our_name(inner);
    const auto ours = own.find(name);
    if (ours == own.end() && belongings.is_of_another(name, tensor)) {
      ++wrapper.outside;
      if (tensor.is_floating_point()) of_others.emplace(name, tensor);
      continue;
    }
    given.emplace(name, ours == own.end() ? tensor : in_our_shape(tensor, ours->second));
  }
  CHESTLENS_CHECK(with_context(check_names(allow_missing, own), classifier.spec.name));
  std::erase_if(own, [&](const auto& entry) {
    if (given.contains(entry.first)) return false;
    if (is_counter(entry.first)) return true;
    const bool allowed = is_named(allow_missing, entry.first);
    if (allowed) wrapper.missing.push_back(entry.first);
    return allowed;
  });
  const bool only_lacks =
      std::ranges::all_of(given, [&own](const auto& entry) { return own.contains(entry.first); });
  Status copied = copy_weights(own, given);
  if (!copied && !of_others.empty()) {  // all names tell how they differ
    given.merge(of_others);
    copied = copy_weights(own, given);
  }
  copied = with_context(std::move(copied), classifier.spec.name);
  if (!copied && only_lacks) {
    copied.error().message += "\nallow_missing names those that may begin at random";
  }
  CHESTLENS_CHECK(copied);
  return wrapper;
}

}  // namespace chestlens
