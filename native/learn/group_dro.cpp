#include "learn/group_dro.hpp"

#include <torch/torch.h>

namespace chestlens {

torch::Tensor group_dro_loss(const torch::Tensor& losses, const torch::Tensor& groups,
                             const torch::Tensor& shares, double rate) {
  const auto none = torch::zeros_like(shares);
  const auto films = none.index_add(0, groups, torch::ones_like(losses));
  const auto means = none.index_add(0, groups, losses) / films.clamp_min(1.0);
  torch::Tensor present;
  {
    const torch::NoGradGuard no_grad;
    torch::Tensor(shares).mul_((rate * means).exp());
    torch::Tensor(shares).div_(shares.sum());
    present = shares.clone();  // the next batch changes them
  }
  return (present * means).sum();
}

torch::Tensor equal_shares(const torch::Tensor& groups, std::int64_t count) {
  const auto has_films = torch::bincount(groups, {}, count).gt(0).to(torch::kFloat32);
  return has_films / has_films.sum();
}

}  // namespace chestlens
