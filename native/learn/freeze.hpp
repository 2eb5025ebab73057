#pragma once

namespace chestlens {

struct Classifier;

/// fastai's freeze and unfreeze: with `frozen`, gradients go to the head and to the body's norms
/// alone, which stay in training mode and go on following the films (fastai trains all norms,
/// train_bn, and so keeps a frozen body's statistics those of the new data). Without it, to all.
void set_frozen(const Classifier& classifier, bool frozen);

}  // namespace chestlens
