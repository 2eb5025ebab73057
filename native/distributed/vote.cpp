#include "distributed/vote.hpp"

#include <torch/torch.h>

namespace chestlens {

Vote::Vote(Group& group) : group_(group) {}

Vote::~Vote() {
  if (wait_) static_cast<void>(wait_());
}

Result<Wishes> Vote::cast(Wishes own) {
  if (group_.placement().ranks == 1) return own;
  Wishes decided;
  if (wait_) {
    CHESTLENS_CHECK(wait_());
    decided = {.stop = votes_[0].item<float>() > 0.0F, .save = votes_[1].item<float>() > 0.0F};
  }
  votes_ = torch::tensor({own.stop ? 1.0F : 0.0F, own.save ? 1.0F : 0.0F});
  wait_ = group_.start_sum(votes_);
  return decided;
}

}  // namespace chestlens
