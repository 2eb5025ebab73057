#include "networks/grad_cam_autograd.hpp"

#include "networks/classifier.hpp"

#include <torch/torch.h>

namespace chestlens {

AutogradCam grad_cam_autograd(const Classifier& classifier, const torch::Tensor& images) {
  const torch::NoGradGuard no_grad;
  return grad_cam_autograd_of_head(classifier, forward_body(classifier, images));
}

AutogradCam grad_cam_autograd_of_head(const Classifier& classifier,
                                      const torch::Tensor& activations) {
  const torch::AutoGradMode with_grad(true);
  const auto input = activations.detach().requires_grad_(true);
  const auto logits = forward_head(classifier, input).logits;

  // Films of a batch do not touch each other in eval mode: one backward pass per class serves all.
  std::vector<torch::Tensor> weights;
  std::vector<torch::Tensor> evidence;
  for (std::int64_t c = 0; c < logits.size(1); ++c) {
    const auto gradient = torch::autograd::grad({logits.select(1, c).sum()}, {input}, {},
                                                /*retain_graph=*/true)[0];
    weights.push_back(gradient.mean({2, 3}));
    evidence.push_back((gradient * input).detach().sum(1));
  }
  return {logits.detach(), input.detach(), torch::stack(weights, 1), torch::stack(evidence, 1)};
}

torch::Tensor signed_heatmaps(const torch::Tensor& cam_weights, const torch::Tensor& activations) {
  return torch::einsum("ncf,nfhw->nchw", {cam_weights, activations});
}

}  // namespace chestlens
