#include "distributed/synchronize.hpp"

#include "distributed/share.hpp"

#include <torch/torch.h>

#include <cstring>
#include <map>
#include <string_view>

namespace chestlens {
namespace {

constexpr std::string_view mean_suffix = "running_mean";
constexpr std::string_view variance_suffix = "running_var";

struct Norm {
  torch::Tensor mean;
  torch::Tensor variance;
};

/// A module's norms by the name of their layer.
std::map<std::string, Norm> norms_of(const torch::nn::Module& module) {
  std::map<std::string, Norm> norms;
  for (const auto& buffer : module.named_buffers()) {
    const std::string& name = buffer.key();
    if (!buffer.value().defined()) continue;
    if (name.ends_with(mean_suffix)) {
      norms[name.substr(0, name.size() - mean_suffix.size())].mean = buffer.value();
    } else if (name.ends_with(variance_suffix)) {
      norms[name.substr(0, name.size() - variance_suffix.size())].variance = buffer.value();
    }
  }
  return norms;
}

}  // namespace

Status broadcast_tensors(Group& group, const std::vector<torch::Tensor>& tensors) {
  const torch::NoGradGuard no_grad;
  for (const torch::Tensor& tensor : tensors) {
    const torch::Tensor values = tensor.detach().contiguous();
    CHESTLENS_CHECK(group.broadcast(values));
    tensor.detach().copy_(values);
  }
  return {};
}

Status broadcast_weights(Group& group, const torch::nn::Module& module) {
  CHESTLENS_CHECK(broadcast_tensors(group, module.parameters()));
  return broadcast_tensors(group, module.buffers());
}

Result<std::string> broadcast_text(Group& group, std::string text) {
  const auto size = torch::tensor({static_cast<std::int64_t>(text.size())});
  CHESTLENS_CHECK(group.broadcast(size));
  text.resize(static_cast<std::size_t>(size.item<std::int64_t>()));
  if (text.empty()) return text;
  const auto bytes = torch::from_blob(text.data(), {size.item<std::int64_t>()}, torch::kUInt8);
  CHESTLENS_CHECK(group.broadcast(bytes));
  return text;
}

Status pool_norm_statistics(Group& group, const torch::nn::Module& module) {
  if (group.placement().ranks == 1) return {};
  const torch::NoGradGuard no_grad;
  const auto norms = norms_of(module);
  std::vector<torch::Tensor> moments;
  for (const auto& [name, norm] : norms) {
    const auto mean = norm.mean.to(torch::kFloat64);
    moments.push_back(mean);
    moments.push_back(norm.variance.to(torch::kFloat64) + mean.square());
  }
  if (moments.empty()) return {};
  const torch::Tensor all = torch::cat(moments);
  CHESTLENS_CHECK(group.start_sum(all)());
  all.div_(group.placement().ranks);
  std::int64_t first = 0;
  for (const auto& [name, norm] : norms) {
    const std::int64_t channels = norm.mean.numel();
    const auto mean = all.narrow(0, first, channels);
    const auto mean_square = all.narrow(0, first + channels, channels);
    norm.mean.copy_(mean);
    norm.variance.copy_(mean_square - mean.square());
    first += 2 * channels;
  }
  return {};
}

Result<bool> agree(Group& group, bool answer) {
  CHESTLENS_TRY(const auto text, broadcast_text(group, answer ? "yes" : "no"));
  return text == "yes";
}

Status wait_for_all(Group& group) {
  return group.start_sum(torch::zeros({1}))();
}

Result<std::vector<double>> sum_numbers(Group& group, const std::vector<double>& numbers) {
  const auto sums = torch::tensor(numbers, torch::kFloat64);
  CHESTLENS_CHECK(group.start_sum(sums)());
  return std::vector<double>(sums.data_ptr<double>(), sums.data_ptr<double>() + sums.numel());
}

Result<torch::Tensor> gather_rows(Group& group, const torch::Tensor& own, std::int64_t rows) {
  const Placement& placement = group.placement();
  const RowRange range = rows_of_rank(rows, placement.rank, placement.ranks);
  auto shape = own.sizes().vec();
  shape[0] = rows;
  const auto all = torch::zeros(shape, own.options().device(torch::kCPU));
  all.narrow(0, range.begin, range.end - range.begin).copy_(own);
  CHESTLENS_CHECK(group.start_sum(all)());
  return all;
}

}  // namespace chestlens
