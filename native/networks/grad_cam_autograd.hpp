#pragma once

#include <torch/types.h>

namespace chestlens {

struct Classifier;

/// Grad-CAM's two factors and HiResCAM for every class, by LibTorch's own derivatives.
struct AutogradCam {
  torch::Tensor logits;       // [N,C]
  torch::Tensor activations;  // [N,F,h,w]
  torch::Tensor cam_weights;  // [N,C,F], the spatial mean of d logit_c / d activations
  torch::Tensor evidence;     // [N,C,h,w], that derivative times the activations, over all maps
};

/// Selvaraju 2017, eq. 1, on `images` [N,1,H,W] in [0,1]. The classifier must be in eval mode;
/// its parameters' own gradients are not touched. Throws c10::Error.
AutogradCam grad_cam_autograd(const Classifier& classifier, const torch::Tensor& images);

/// The same from the activations on, [N,F,h,w].
AutogradCam grad_cam_autograd_of_head(const Classifier& classifier,
                                      const torch::Tensor& activations);

/// sum_f cam_weights[n,c,f] * activations[n,f] for every class, [N,C,h,w]: Grad-CAM before its
/// ReLU.
torch::Tensor signed_heatmaps(const torch::Tensor& cam_weights, const torch::Tensor& activations);

}  // namespace chestlens
