"""The networks torchvision lacks, as native/networks/xception.cpp and covid_net.cpp build them; weights
start as torch.nn's do."""
from torch import nn

COVID_NET = {  # blocks, maps, projection and expansion of the stages
    'small': [(3, 256, 48, 80), (4, 512, 96, 160), (6, 1024, 192, 512), (3, 2048, 384, 1024)],
    'large': [(3, 256, 64, 112), (4, 512, 128, 224), (6, 1024, 384, 512), (3, 2048, 768, 1024)],
}


class Sum(nn.Module):
    """A branch and the short cut around it."""

    def __init__(self, branch, shortcut):
        super().__init__()
        self.branch = branch
        self.shortcut = shortcut

    def forward(self, x):
        return self.branch(x) + self.shortcut(x)


def relu():
    return nn.ReLU(inplace=True)


def convolution(maps_in, maps, kernel=1, stride=1, padding=0, groups=1):
    return [nn.Conv2d(maps_in, maps, kernel, stride, padding, groups=groups, bias=False), nn.BatchNorm2d(maps)]


def separable(maps_in, maps):
    return [nn.Conv2d(maps_in, maps_in, 3, padding=1, groups=maps_in, bias=False), *convolution(maps_in, maps)]


def xception_block(maps_in, widths, halves=True, starts_with_relu=True):
    layers, maps = [], maps_in
    for width in widths:
        # The first ReLU leaves alone what the short cut reads too.
        layers += [relu() if layers else nn.ReLU(), *separable(maps, width)]
        maps = width
    branch = layers if starts_with_relu else layers[1:]
    if not halves:
        return Sum(nn.Sequential(*branch), nn.Identity())
    return Sum(nn.Sequential(*branch, nn.MaxPool2d(3, 2, 1)), nn.Sequential(*convolution(maps_in, maps, stride=2)))


def xception_body():
    return nn.Sequential(
        *convolution(3, 32, 3, stride=2), relu(), *convolution(32, 64, 3), relu(),
        xception_block(64, [128, 128], starts_with_relu=False), xception_block(128, [256, 256]),
        xception_block(256, [728, 728]), *(xception_block(728, [728] * 3, halves=False) for _ in range(8)),
        xception_block(728, [728, 1024]), *separable(1024, 1536), relu(), *separable(1536, 2048), relu())


def pepx(maps_in, maps, projection, expansion):
    return nn.Sequential(
        *convolution(maps_in, projection), relu(), *convolution(projection, expansion), relu(),
        *convolution(expansion, expansion, 3, padding=1, groups=expansion), relu(),
        *convolution(expansion, projection), relu(), *convolution(projection, maps))


def covid_net_body(width):
    layers, maps_in = [*convolution(3, 64, 7, stride=2, padding=3), relu()], 64
    for blocks, maps, *inner in COVID_NET[width]:
        layers += [nn.MaxPool2d(2), Sum(pepx(maps_in, maps, *inner), nn.Sequential(*convolution(maps_in, maps)))]
        layers += [Sum(pepx(maps, maps, *inner), nn.Identity()) for _ in range(blocks - 1)]
        maps_in = maps
    return nn.Sequential(*layers, nn.BatchNorm2d(maps_in), relu())


def covid_net_head(size, classes, dropout=0.5):
    side = (size + 1) // 2 // 16
    return nn.Sequential(
        nn.Flatten(), nn.Linear(2048 * side * side, 1024), relu(), nn.Dropout(dropout / 2),
        nn.Linear(1024, 256), relu(), nn.Dropout(dropout), nn.Linear(256, classes))
