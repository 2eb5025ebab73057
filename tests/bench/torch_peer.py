"""Trains networks of torchvision and torch_networks.py on random films and says how fast: the peer
of bench_train_throughput, with its protocol on standard input and output. A step has the same head,
optimizer and loss, and an augmentation of the same parts, though other draws. --setting is how one
trains with PyTorch: default (fp32 as it comes), channels_last, bf16 (autocast and channels_last) or
compiled (bf16 by torch.compile); all but the first with the fused AdamW where there is one. Memory goes
back to the system after each step, as Python comes; the environment (MALLOC_TRIM_THRESHOLD_) may say
otherwise. With --device cuda films lie on the GPU, and the clock is read when the GPU is done."""
import argparse
import contextlib
import ctypes
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F
from torchvision import models

from torch_networks import covid_net_body, covid_net_head, xception_body

CLASSES = 4
FILMS = 256


class ConcatPool(nn.Module):
    def forward(self, maps):
        return torch.cat([F.adaptive_max_pool2d(maps, 1), F.adaptive_avg_pool2d(maps, 1)], 1).flatten(1)


def concat_pool_head(features, dropout=0.5):
    """fastai's."""
    return nn.Sequential(
        ConcatPool(), nn.BatchNorm1d(2 * features), nn.Dropout(dropout / 2), nn.Linear(2 * features, 512, bias=False),
        nn.ReLU(), nn.BatchNorm1d(512), nn.Dropout(dropout), nn.Linear(512, CLASSES, bias=False))


NETWORKS = {  # body and head for films of a size
    'covid_net_large': lambda size: (covid_net_body('large'), covid_net_head(size, CLASSES)),
    'covid_net_small': lambda size: (covid_net_body('small'), covid_net_head(size, CLASSES)),
    'densenet121': lambda _: (nn.Sequential(models.densenet121().features, nn.ReLU()), concat_pool_head(1024)),
    'mobilenet_v2': lambda _: (models.mobilenet_v2().features, concat_pool_head(1280)),
    'resnext101_32x4d': lambda _: (
        nn.Sequential(*list(models.ResNet(
            models.resnet.Bottleneck, [3, 4, 23, 3], groups=32, width_per_group=4).children())[:-2]),
        concat_pool_head(2048)),
    'xception': lambda _: (xception_body(), concat_pool_head(2048)),
}


class Network(nn.Module):
    """A body and its head, fed with grey films."""

    def __init__(self, body, head):
        super().__init__()
        self.body = body
        self.head = head

    def forward(self, films):
        return self.head(self.body(((films - 0.485) / 0.229).expand(-1, 3, -1, -1)))


def augment(films):
    """Flip, rotation, shift and zoom in one resampling, then brightness and contrast of logits."""
    count = len(films)
    device = films.device
    angle = (torch.rand(count, device=device) * 2 - 1) * math.radians(10)
    scale = 1 / (1 + torch.rand(count, device=device) * 0.1)
    flip = torch.where(torch.rand(count, device=device) < 0.5, -1.0, 1.0)
    shift = (torch.rand(count, 2, device=device) * 2 - 1) * 0.1
    cos, sin = torch.cos(angle) * scale, torch.sin(angle) * scale
    rows = [torch.stack([cos * flip, -sin, shift[:, 0]], 1), torch.stack([sin * flip, cos, shift[:, 1]], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), films.shape, align_corners=False)
    films = F.grid_sample(films, grid, padding_mode='reflection', align_corners=False)
    brightness = torch.randn(count, 1, 1, 1, device=device) * 0.2
    contrast = 1 + torch.randn(count, 1, 1, 1, device=device) * 0.2
    return torch.sigmoid(torch.logit(films, 1e-3) * contrast + brightness)


def wait_for(device):
    if device == 'cuda':
        torch.cuda.synchronize()


def make(name, size, setting, device):
    """What to call for the network, and its optimizer."""
    network = Network(*NETWORKS[name](size)).train().to(device)
    if setting != 'default':
        network = network.to(memory_format=torch.channels_last)
    called = network
    if setting == 'compiled':
        torch._dynamo.reset()  # else the ninth network is not compiled any more
        called = torch.compile(network, dynamic=False)
    has_fused = tuple(map(int, torch.__version__.split('.')[:2])) >= (2, 4)
    kind = {'fused': True} if setting != 'default' and has_fused else {'foreach': True}
    return called, torch.optim.AdamW(network.parameters(), lr=1e-4, weight_decay=0.01, **kind)


def measure(network, optimizer, setting, device, size, augmented, seconds, batch):
    films = torch.rand(FILMS, 1, size, size, device=device)
    labels = torch.arange(FILMS, device=device) % CLASSES
    half = setting in ('bf16', 'compiled')

    def step(number):
        chosen = (torch.arange(batch, device=device) + number * batch) % FILMS
        images = films[chosen]
        images = augment(images) if augmented else images
        with torch.autocast(device, torch.bfloat16) if half else contextlib.nullcontext():
            logits = network(images)
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(logits.float(), labels[chosen]).backward()
        optimizer.step()

    for warm_up in range(1 if device == 'cpu' else 5):
        step(warm_up)
    wait_for(device)
    start, steps = time.perf_counter(), 0
    while steps == 0 or time.perf_counter() - start < seconds:
        steps += 1
        step(steps)
    wait_for(device)
    return steps * batch / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--setting', choices=['default', 'channels_last', 'bf16', 'compiled'], default='default')
    parser.add_argument('--device', choices=['cpu', 'cuda'], default='cpu')
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.backends.cudnn.benchmark = True
    made_for = None
    for line in sys.stdin:
        name, size, augmentation, _, batch, seconds = line.split()
        if name not in NETWORKS:
            print(f'error: no {name} here', flush=True)
            continue
        try:
            if (name, size, batch) != made_for:
                network, optimizer = make(name, int(size), options.setting, options.device)
                made_for = name, size, batch
            rate = measure(network, optimizer, options.setting, options.device, int(size), augmentation == 'augmented',
                           float(seconds), int(batch))
        except RuntimeError as error:  # out of memory, or no compiler
            print('error:', name, str(error).splitlines()[0], flush=True)
            made_for = network = optimizer = None
            continue
        ctypes.CDLL(None).malloc_trim(0)  # the next process to measure wants the memory
        print(f'{rate:.4g} 0', flush=True)


main()
