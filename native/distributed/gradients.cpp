#include "distributed/gradients.hpp"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/torch.h>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

/// Called after a gradient was accumulated.
struct AfterAccumulation : torch::autograd::FunctionPostHook {
  explicit AfterAccumulation(std::function<void()> call) : call(std::move(call)) {}
  std::vector<torch::Tensor> operator()(const std::vector<torch::Tensor>& outputs,
                                        const std::vector<torch::Tensor>& /*inputs*/) override {
    call();
    return outputs;
  }
  std::function<void()> call;
};

}  // namespace

struct GradientAverager::Member {
  torch::Tensor parameter;
  torch::Tensor place = {};  // its part of the bucket, with the parameter's strides
  // A shared pointer in LibTorch 1.13 and 2.11, an intrusive one later.
  decltype(torch::autograd::impl::grad_accumulator(torch::Tensor())) accumulator = {};
  std::uintptr_t hook = 0;
  bool taken = false;  // the gradient of this backward is in place
};

struct GradientAverager::Bucket {
  torch::TensorOptions options;
  std::int64_t elements = 0;
  std::vector<Member> members;
  torch::Tensor flat;  // all members, one after another
  std::size_t taken = 0;
  std::function<Status()> wait;
};

GradientAverager::GradientAverager(Group& group, const std::vector<torch::Tensor>& parameters,
                                   std::int64_t bucket_bytes, Taking taking)
    : group_(group), taking_(taking) {
  if (group.placement().ranks == 1) return;
  for (auto parameter = parameters.rbegin(); parameter != parameters.rend(); ++parameter) {
    if (parameter->requires_grad()) add(*parameter, bucket_bytes);
  }
  for (std::size_t b = 0; b < buckets_.size(); ++b) {
    Bucket& bucket = *buckets_[b];
    bucket.flat = torch::zeros({bucket.elements}, bucket.options);
    std::int64_t offset = 0;
    for (std::size_t m = 0; m < bucket.members.size(); ++m) {
      Member& member = bucket.members[m];
      const torch::Tensor& parameter = member.parameter;
      member.place = bucket.flat.as_strided(parameter.sizes(), parameter.strides(), offset);
      offset += parameter.numel();
      if (taking == Taking::while_backward) hook(b, m);
    }
  }
}

GradientAverager::~GradientAverager() {
  for (const auto& bucket : buckets_) {
    for (const Member& member : bucket->members) {
      if (member.accumulator) member.accumulator->del_post_hook(member.hook);
    }
  }
}

/// Into the last bucket, or a new one where that is full or of another kind.
void GradientAverager::add(const torch::Tensor& parameter, std::int64_t bucket_bytes) {
  const auto is_full = [&](const Bucket& bucket) {
    return bucket.elements * parameter.element_size() >= bucket_bytes ||
           bucket.options.dtype() != parameter.dtype() ||
           bucket.options.device() != parameter.device();
  };
  if (buckets_.empty() || is_full(*buckets_.back())) {
    buckets_.push_back(std::make_unique<Bucket>());
    buckets_.back()->options =
        torch::TensorOptions().dtype(parameter.dtype()).device(parameter.device());
  }
  Bucket& bucket = *buckets_.back();
  bucket.elements += parameter.numel();
  bucket.members.push_back({.parameter = parameter});
}

void GradientAverager::hook(std::size_t bucket, std::size_t index) {
  Member& member = buckets_[bucket]->members[index];
  member.accumulator = torch::autograd::impl::grad_accumulator(member.parameter);
  member.hook = member.accumulator->add_post_hook(
      std::make_unique<AfterAccumulation>([this, bucket, index] { take(bucket, index); }));
}

void GradientAverager::take_all() {
  for (std::size_t b = 0; b < buckets_.size(); ++b) {
    const auto& members = buckets_[b]->members;
    for (std::size_t m = 0; m < members.size(); ++m) {
      if (members[m].parameter.grad().defined()) take(b, m);
    }
  }
}

void GradientAverager::take(std::size_t bucket_index, std::size_t member_index) {
  const torch::NoGradGuard no_grad;
  const std::lock_guard lock(mutex_);
  if (deferred_) return;
  Bucket& bucket = *buckets_[bucket_index];
  Member& member = bucket.members[member_index];
  member.place.copy_(member.parameter.grad());
  if (std::exchange(member.taken, true)) return;
  if (++bucket.taken == bucket.members.size()) start_ready();
}

void GradientAverager::start_ready() {
  for (; started_ < buckets_.size(); ++started_) {
    Bucket& bucket = *buckets_[started_];
    if (bucket.taken < bucket.members.size()) return;
    bucket.flat.div_(group_.placement().ranks);
    bucket.wait = group_.start_sum(bucket.flat);
  }
}

Status GradientAverager::finish() {
  const torch::NoGradGuard no_grad;
  if (taking_ == Taking::at_the_end) take_all();
  const std::lock_guard lock(mutex_);
  for (const auto& bucket : buckets_) {
    for (Member& member : bucket->members) {
      if (!member.taken) member.place.zero_();
    }
    bucket->taken = bucket->members.size();
  }
  start_ready();
  started_ = 0;
  Status status;
  for (const auto& bucket : buckets_) {
    const Status waited = bucket->wait();
    if (!waited && status) status = waited;
    for (Member& member : bucket->members) {
      if (std::exchange(member.taken, false)) member.parameter.mutable_grad().copy_(member.place);
    }
    bucket->taken = 0;
  }
  return status;
}

}  // namespace chestlens
