#include "train/rank_states.hpp"

#include "distributed/synchronize.hpp"

#include <torch/torch.h>

#include <vector>

namespace chestlens {
namespace {

/// The norms' running statistics, of the network and of its average, in the order of their names.
std::vector<torch::Tensor> statistics_of(const Learner& learner) {
  std::vector<torch::Tensor> statistics;
  for (const auto& buffer : learner.classifier.module->named_buffers()) {
    if (!buffer.value().defined() || buffer.value().scalar_type() != torch::kFloat32) continue;
    statistics.push_back(buffer.value().detach());
    const auto average = learner.average.tensors.find(buffer.key());
    if (average != learner.average.tensors.end()) statistics.push_back(average->second.detach());
  }
  return statistics;
}

/// [1, all elements] on the CPU.
torch::Tensor as_row(const std::vector<torch::Tensor>& tensors) {
  std::vector<torch::Tensor> flat{torch::empty({0})};
  for (const torch::Tensor& tensor : tensors) flat.push_back(tensor.to(torch::kCPU).reshape({-1}));
  return torch::cat(flat).unsqueeze(0);
}

}  // namespace

Result<RankStates> gather_rank_states(Group& group, const Learner& learner,
                                      const TrainingState& state) {
  const int ranks = group.placement().ranks;
  if (ranks == 1 || state.batch == 0) return RankStates();
  const torch::NoGradGuard no_grad;
  // Rows are summed with zeros: as integers that keeps every bit, the sign of a zero too.
  const torch::Tensor bits = as_row(statistics_of(learner)).view(torch::kInt32);
  CHESTLENS_TRY(const auto statistics, gather_rows(group, bits, ranks));
  const auto own_loss =
      torch::tensor({{state.loss_sum, static_cast<double>(state.films_seen)}}, torch::kFloat64);
  CHESTLENS_TRY(auto losses, gather_rows(group, own_loss, ranks));
  return RankStates{statistics.view(torch::kFloat32), std::move(losses)};
}

Status restore_rank_state(const RankStates& states, int rank, Learner& learner,
                          TrainingState& state) {
  const torch::NoGradGuard no_grad;
  const auto statistics = statistics_of(learner);
  std::int64_t values = 0;
  for (const torch::Tensor& tensor : statistics) values += tensor.numel();
  const auto has_row = [rank](const torch::Tensor& rows, std::int64_t columns) {
    return rows.dim() == 2 && rank < rows.size(0) && rows.size(1) == columns;
  };
  if (!has_row(states.statistics, values) || !has_row(states.losses, 2)) {
    return fail(ErrorCode::corrupt, "its states of the ranks are of another network or group");
  }
  std::int64_t first = 0;
  for (torch::Tensor tensor : statistics) {
    tensor.copy_(states.statistics[rank].narrow(0, first, tensor.numel()).reshape(tensor.sizes()));
    first += tensor.numel();
  }
  state.loss_sum = states.losses[rank][0].item<double>();
  state.films_seen = static_cast<std::int64_t>(states.losses[rank][1].item<double>());
  return {};
}

}  // namespace chestlens
