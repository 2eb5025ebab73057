"""Trains torchvision's networks on random films and says how fast: the peer of
bench_train_throughput, with its protocol on standard input and output and the same work a step:
the same head, augmentation and optimizer. Always plain fp32."""
import argparse
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F
from torchvision import models

CLASSES = 4
FILMS = 256
BODIES = {
    'densenet121': (lambda: nn.Sequential(models.densenet121().features, nn.ReLU()), 1024),
    'mobilenet_v2': (lambda: models.mobilenet_v2().features, 1280),
    'resnext101_32x4d': (
        lambda: nn.Sequential(*list(models.ResNet(
            models.resnet.Bottleneck, [3, 4, 23, 3], groups=32, width_per_group=4).children())[:-2]), 2048),
}


class Network(nn.Module):
    """A body with fastai's head, fed with grey films."""

    def __init__(self, body, features, dropout=0.5):
        super().__init__()
        self.body = body
        self.head = nn.Sequential(
            nn.BatchNorm1d(2 * features), nn.Dropout(dropout / 2), nn.Linear(2 * features, 512, bias=False),
            nn.ReLU(), nn.BatchNorm1d(512), nn.Dropout(dropout), nn.Linear(512, CLASSES, bias=False))

    def forward(self, films):
        maps = self.body(((films - 0.485) / 0.229).expand(-1, 3, -1, -1))
        pooled = torch.cat([F.adaptive_max_pool2d(maps, 1), F.adaptive_avg_pool2d(maps, 1)], 1)
        return self.head(pooled.flatten(1))


def augment(films):
    """Flip, rotation, shift and zoom in one resampling, then brightness and contrast of logits."""
    count = len(films)
    angle = (torch.rand(count) * 2 - 1) * math.radians(10)
    scale = 1 / (1 + torch.rand(count) * 0.1)
    flip = torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    shift = (torch.rand(count, 2) * 2 - 1) * 0.1
    cos, sin = torch.cos(angle) * scale, torch.sin(angle) * scale
    rows = [torch.stack([cos * flip, -sin, shift[:, 0]], 1), torch.stack([sin * flip, cos, shift[:, 1]], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), films.shape, align_corners=False)
    films = F.grid_sample(films, grid, padding_mode='reflection', align_corners=False)
    brightness, contrast = torch.randn(count, 1, 1, 1) * 0.2, 1 + torch.randn(count, 1, 1, 1) * 0.2
    return torch.sigmoid(torch.logit(films, 1e-3) * contrast + brightness)


def measure(network, optimizer, size, augmented, seconds, batch):
    films, labels = torch.rand(FILMS, 1, size, size), torch.arange(FILMS) % CLASSES

    def step(number):
        chosen = (torch.arange(batch) + number * batch) % FILMS
        images = films[chosen]
        logits = network(augment(images) if augmented else images)
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(logits, labels[chosen]).backward()
        optimizer.step()

    step(0)
    start, steps = time.perf_counter(), 0
    while steps == 0 or time.perf_counter() - start < seconds:
        steps += 1
        step(steps)
    return steps * batch / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--batch', type=int, default=8)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    name = None
    for line in sys.stdin:
        wanted, size, augmentation, _, seconds = line.split()
        if wanted not in BODIES:
            print(f'error: torchvision has no {wanted}', flush=True)
            continue
        if wanted != name:
            make_body, features = BODIES[wanted]
            network = Network(make_body(), features).train()
            optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, weight_decay=0.01, foreach=True)
            name = wanted
        rate = measure(network, optimizer, int(size), augmentation == 'augmented', float(seconds), options.batch)
        print(f'{rate:.4g} 0', flush=True)


main()
