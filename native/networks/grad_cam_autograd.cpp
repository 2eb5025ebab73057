#include "networks/grad_cam_autograd.hpp"

#include "networks/classifier.hpp"

#include <torch/torch.h>

namespace chestlens {

AutogradCam grad_cam_autograd(const Classifier& classifier, const torch::Tensor& images) {
  torch::Tensor activations;
  {
    const torch::NoGradGuard no_grad;
    activations = forward_body(classifier, images);
  }
  const torch::AutoGradMode with_grad(true);
  activations = activations.detach().requires_grad_(true);
  const auto logits = forward_head(classifier, activations).logits;

  // Films of a batch do not touch each other in eval mode: one backward pass a class serves all.
  std::vector<torch::Tensor> weights;
  for (std::int64_t c = 0; c < logits.size(1); ++c) {
    const auto gradient = torch::autograd::grad({logits.select(1, c).sum()}, {activations}, {},
                                                /*retain_graph=*/true)[0];
    weights.push_back(gradient.mean({2, 3}));
  }
  return {logits.detach(), activations.detach(), torch::stack(weights, 1)};
}

torch::Tensor heatmaps(const AutogradCam& cam) {
  return torch::relu(torch::einsum("ncf,nfhw->nchw", {cam.cam_weights, cam.activations}));
}

}  // namespace chestlens
