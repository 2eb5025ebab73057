#pragma once

namespace chestlens {

struct Classifier;

/// fastai's freeze and unfreeze. Frozen, only the head and the body's norms get gradients; the
/// norms stay in training mode, so that their statistics are those of the new films (fastai's
/// train_bn). Not frozen, all parameters do.
void set_frozen(const Classifier& classifier, bool frozen);

}  // namespace chestlens
