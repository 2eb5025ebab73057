#include "distributed/stop_vote.hpp"

#include <torch/torch.h>

namespace chestlens {

StopVote::StopVote(Group& group) : group_(group) {}

StopVote::~StopVote() {
  if (wait_) static_cast<void>(wait_());
}

Result<bool> StopVote::cast(bool wants_to_stop) {
  if (group_.placement().ranks == 1) return wants_to_stop;
  bool stops = false;
  if (wait_) {
    CHESTLENS_CHECK(wait_());
    stops = votes_.item<float>() > 0.0F;
  }
  votes_ = torch::full({1}, wants_to_stop ? 1.0F : 0.0F);
  wait_ = group_.start_sum(votes_);
  return stops;
}

}  // namespace chestlens
