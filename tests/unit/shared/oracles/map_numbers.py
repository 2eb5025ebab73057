#!/usr/bin/env python3
"""Prints map_numbers.hpp: maps by pytorch-grad-cam and torch's autograd, for explain_test.cpp.

    pip install torch grad-cam && ./map_numbers.py > ../support/map_numbers.hpp
"""
import importlib.metadata

import numpy as np
import torch
from pytorch_grad_cam import AblationCAM, GradCAM, GradCAMPlusPlus, HiResCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from pytorch_grad_cam.utils.svd_on_activations import get_2d_projection

FEATURES, HEIGHT, WIDTH, CLASSES = 5, 3, 4, 3


class Net(torch.nn.Module):
    """The input itself is the activations; a pool, and a head as ours are."""

    def __init__(self, concat):
        super().__init__()
        self.concat = concat
        self.body = torch.nn.Sequential(torch.nn.ReLU())
        inputs = 2 * FEATURES if concat else FEATURES
        hidden = [torch.nn.Linear(inputs, 6), torch.nn.ReLU(), torch.nn.Linear(6, CLASSES)]
        self.head = torch.nn.Sequential(*(hidden if concat else [torch.nn.Linear(inputs, CLASSES)]))

    def pool(self, x):
        mean = x.mean((2, 3))
        return torch.cat([x.amax((2, 3)), mean], 1) if self.concat else mean

    def forward(self, x):
        return self.head(self.pool(self.body(x)))


def c_array(name, values):
    numbers = ", ".join(np.format_float_positional(np.float32(v), unique=True, trim="0") + "F"
                        for v in np.asarray(values, dtype=np.float32).ravel())
    print(f"inline const std::vector<float> {name}{{{numbers}}};")


def raw_map(method, net, x, index):
    """The method's map before it is scaled and enlarged."""
    with method(model=net, target_layers=[net.body]) as cam:
        targets = [ClassifierOutputTarget(index)]
        if method is AblationCAM:
            cam(x, targets)
            activations = cam.activations_and_grads.activations[0].detach().numpy()
            weights = cam.get_cam_weights(x, net.body, targets, activations, None)
            weights = weights * net(x)[0, index].item()  # not divided by the logit
            return np.maximum((weights[:, :, None, None] * activations).sum(1), 0)
        outputs = cam.activations_and_grads(x)
        net.zero_grad()
        outputs[0, index].backward()
        activations = cam.activations_and_grads.activations[0].detach().numpy()
        grads = cam.activations_and_grads.gradients[0].detach().numpy()
        if method is HiResCAM:
            return (activations * grads).sum(1)
        weights = cam.get_cam_weights(x, net.body, targets, activations, grads)
        return np.maximum((weights[:, :, None, None] * activations).sum(1), 0)


def write(name, concat):
    torch.manual_seed(1)
    net = Net(concat).eval()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.mul_(40)  # the library adds 1e-6 to squares of gradients
    x = torch.rand(1, FEATURES, HEIGHT, WIDTH) * 1.4 - 0.4
    x.requires_grad_()
    activations = net.body(x).detach().requires_grad_()
    logits = net.head(net.pool(activations))
    cam_weights, max_weights, evidence, bias = [], [], [], []
    for c in range(CLASSES):
        (gradient,) = torch.autograd.grad(logits[0, c], activations, retain_graph=True)
        pooled = net.pool(activations.detach()).requires_grad_()
        (of_pool,) = torch.autograd.grad(net.head(pooled)[0, c], pooled)
        cam_weights.append(gradient.mean((2, 3)).numpy())
        max_weights.append(of_pool[0, :FEATURES].numpy() if concat else np.zeros(FEATURES))
        evidence.append((gradient * activations).sum(1).detach().numpy())
        bias.append(logits[0, c].item() - evidence[-1].sum())
    print(f"\nnamespace {name} {{")
    c_array("activations", activations.detach())
    c_array("logits", logits.detach())
    c_array("cam_weights", cam_weights)
    c_array("max_weights", max_weights)
    c_array("evidence", evidence)
    c_array("logit_bias", bias)
    for label, method in [("hires_cam", HiResCAM), ("grad_cam", GradCAM),
                          ("grad_cam_plus_plus", GradCAMPlusPlus), ("ablation_cam", AblationCAM)]:
        c_array(label, [raw_map(method, net, x, c) for c in range(CLASSES)])
    linears = [m for m in net.head if isinstance(m, torch.nn.Linear)]
    for i, linear in enumerate(linears):
        c_array(f"weight_{i}", linear.weight.detach())
        c_array(f"bias_{i}", linear.bias.detach())
    print(f"}}  // namespace {name}")


def main():
    versions = ", ".join(f"{p} {importlib.metadata.version(p)}" for p in ("grad-cam", "torch", "numpy"))
    print("#pragma once\n\n#include <vector>\n")
    print(f"// By tests/unit/shared/oracles/map_numbers.py with {versions}.")
    print("namespace chestlens::test {\n")
    print(f"inline constexpr int map_features = {FEATURES}, map_height = {HEIGHT}, "
          f"map_width = {WIDTH}, map_classes = {CLASSES};")
    write("average_pool", False)
    write("concat_pool", True)
    rng = np.random.default_rng(3)
    activations = rng.random((FEATURES, HEIGHT, WIDTH)).astype(np.float32)
    flat = activations.reshape(FEATURES, -1)
    _, singular, vectors = np.linalg.svd(flat.astype(np.float64), full_matrices=False)
    centred = activations - activations.mean((1, 2), keepdims=True)
    print("\n// Eigen-CAM: of numpy's SVD; of pytorch-grad-cam, which takes off each map's mean, where")
    print("// that is zero already.\nnamespace eigen {")
    c_array("activations", activations)
    c_array("by_svd", singular[0] * np.abs(vectors[0]))
    c_array("centred", centred)
    c_array("of_centred", get_2d_projection(centred[None].copy()))
    print("}  // namespace eigen\n\n}  // namespace chestlens::test")


main()
