#include "learn/step_draws.hpp"

#include "learn/cutmix.hpp"
#include "learn/mixup.hpp"
#include "learn/random_draws.hpp"
#include "learn/training_seed.hpp"

#include <torch/torch.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr std::int64_t alignment_bytes = 8;

/// Cuts tensors out of bytes, or counts them where there are none yet.
class Cutter {
 public:
  explicit Cutter(torch::Tensor bytes) : bytes_(std::move(bytes)) {}

  torch::Tensor next(std::vector<std::int64_t> shape, torch::ScalarType type) {
    std::int64_t size = static_cast<std::int64_t>(c10::elementSize(type));
    for (const std::int64_t side : shape) size *= side;
    const std::int64_t begin = used_;
    used_ += (size + alignment_bytes - 1) / alignment_bytes * alignment_bytes;
    return bytes_.defined() ? bytes_.narrow(0, begin, size).view(type).view(shape)
                            : torch::Tensor();
  }
  std::int64_t used() const { return used_; }

 private:
  torch::Tensor bytes_;
  std::int64_t used_ = 0;
};

/// The augmentation's tensors are replaced by such of the same shapes and types.
void cut_draws(StepDraws& draws, Cutter& cutter, std::int64_t films) {
  draws.partner = cutter.next({films}, torch::kInt64);
  draws.box = cutter.next({films, 4}, torch::kInt64);
  draws.image_share = cutter.next({films}, torch::kFloat32);
  draws.target_share = cutter.next({films}, torch::kFloat32);
  for (torch::Tensor* tensor : tensors_of(draws.augmentation)) {
    *tensor = cutter.next(tensor->sizes().vec(), tensor->scalar_type());
  }
}

StepDraws draws_in(const torch::Tensor& bytes, std::int64_t films,
                   const AugmentationNumbers& shapes) {
  StepDraws draws;
  draws.bytes = bytes;
  draws.augmentation = shapes;
  Cutter cutter(bytes);
  cut_draws(draws, cutter, films);
  return draws;
}

std::int64_t bytes_of(std::int64_t films, const AugmentationNumbers& shapes) {
  StepDraws none;
  none.augmentation = shapes;
  Cutter counter{torch::Tensor()};
  cut_draws(none, counter, films);
  return counter.used();
}

void fill(AugmentationNumbers& target, AugmentationNumbers values) {
  const auto from = tensors_of(values), to = tensors_of(target);
  for (std::size_t i = 0; i < to.size(); ++i) to[i]->copy_(*from[i]);
}

/// Whether a batch is changed by CutMix: with mixup beside it, by chance, as timm has it.
bool uses_cutmix(const Stage& stage, std::uint64_t seed) {
  if (stage.cutmix_alpha == 0.0) return false;
  return stage.mixup_alpha == 0.0 || RandomDraws(seed, 1).chance(0.5).item<float>() > 0.0F;
}

}  // namespace

StepDraws draw_step(const Recipe& recipe, const Stage& stage, const StepPlace& place,
                    at::IntArrayRef images, bool pinned) {
  const torch::NoGradGuard no_grad;
  const auto seed = [&](TrainingDraw draw) {
    return training_seed(recipe.train.seed, draw, place.epoch, place.batch, place.rank);
  };
  const std::int64_t films = images[0];
  const AugmentationDraw changes =
      draw_augmentation(recipe.augment, films, seed(TrainingDraw::augmentation));
  const AugmentationNumbers numbers = numbers_of(changes, parts_of(recipe.augment));
  const auto options = torch::TensorOptions().dtype(torch::kUInt8).pinned_memory(pinned);
  StepDraws draws = draws_in(torch::zeros({bytes_of(films, numbers)}, options), films, numbers);
  fill(draws.augmentation, numbers);
  draws.dropout_seed = seed(TrainingDraw::dropout);
  if (uses_cutmix(stage, seed(TrainingDraw::mixup_or_cutmix))) {
    const CutmixDraw boxes = draw_cutmix(stage.cutmix_alpha, images, seed(TrainingDraw::cutmix));
    draws.partner.copy_(boxes.pairs.partner);
    draws.box.copy_(boxes.box);
    draws.image_share.fill_(1.0);
    draws.target_share.copy_(boxes.pairs.share);
  } else if (stage.mixup_alpha > 0.0) {
    const MixupDraw pairs = draw_mixup(stage.mixup_alpha, films, seed(TrainingDraw::mixup));
    draws.partner.copy_(pairs.partner);
    draws.image_share.copy_(pairs.share);
    draws.target_share.copy_(pairs.share);
  }
  return draws;
}

StepDraws to_device(const StepDraws& draws, c10::Device device) {
  const auto bytes = draws.bytes.to(device, torch::kUInt8, /*non_blocking=*/true, /*copy=*/true);
  StepDraws there = draws_in(bytes, draws.partner.size(0), draws.augmentation);
  there.dropout_seed = draws.dropout_seed;
  return there;
}

void replace(StepDraws& draws, const StepDraws& values) {
  draws.bytes.copy_(values.bytes, /*non_blocking=*/true);
  draws.dropout_seed = values.dropout_seed;
}

}  // namespace chestlens
