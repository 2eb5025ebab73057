#!/usr/bin/env python3
"""compare.py PROGRAM: torchvision's networks and ours give the same logits from the same weights.

PyTorch makes each network with random weights and statistics and saves it as its users' files are:
legacy and zip, with old names, within a checkpoint. PROGRAM (peer_logits) reads them, and the weights
of models/.
Exit code 77: skipped, torchvision is not installed, or PyTorch is not of PROGRAM's LibTorch: another
one's convolutions add up in another order.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import numpy
    import torch
    import torchvision
except ImportError as error:
    print(
        f"skipped: {sys.executable}: {error}; for Debian's LibTorch: apt-get install python3-torch python3-torchvision; "
        "for the one of a Python: pip install torchvision there"
    )
    sys.exit(77)

SHIPPED = pathlib.Path(__file__).parents[3] / "models/weights/mobilenet_v2_imagenet.safetensors"
LARGEST_DIFFERENCE = 1e-4
MEAN, STANDARD_DEVIATION = 0.485, 0.229  # the program's defaults
IMAGENET_CLASSES = 1000


def resnext101_32x4d():
    resnet = torchvision.models.resnet
    return resnet.ResNet(resnet.Bottleneck, [3, 4, 23, 3], groups=32, width_per_group=4)


def rgb(images, mean=MEAN, standard_deviation=STANDARD_DEVIATION):
    return ((images - mean) / standard_deviation).repeat(1, 3, 1, 1)


def randomize(network, images):
    """Random norms, and the statistics that go with them: logits of ordinary size."""
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.bias, -0.5, 0.5)
            module.momentum = None  # the mean over batches
    network.train()
    with torch.no_grad():
        network(rgb(images))
    return network.eval()


def sum_kernels(network):
    """The first convolution on one channel."""
    convolution = next(module for module in network.modules() if isinstance(module, torch.nn.Conv2d))
    convolution.weight = torch.nn.Parameter(convolution.weight.sum(1, keepdim=True))
    convolution.in_channels = 1


def old_densenet_names(state):
    """As torchvision's own file of 2017 has them."""
    names = re.compile(r"(denselayer\d+\.(?:norm|conv))([12])\.")
    return {names.sub(r"\1.\2.", name): tensor for name, tensor in state.items() if "num_batches" not in name}


def checkpoint(network):
    """What training scripts save: DataParallel's prefix, the optimizer, numbers."""
    state = torch.nn.DataParallel(network).state_dict()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    return {"epoch": 3, "arch": "x", "state_dict": state, "best": 0.7, "optimizer": optimizer.state_dict()}


def our_logits(program, folder, network, weights, images, *options):
    images.numpy().tofile(folder / "images")
    sizes = [str(images.shape[0]), str(images.shape[2])]
    subprocess.run([program, network, weights, folder / "images", folder / "logits", *sizes, *options], check=True)
    return torch.from_numpy(numpy.fromfile(folder / "logits", dtype=numpy.float32)).reshape(-1, IMAGENET_CLASSES)


def compare(title, theirs, ours):
    difference = (theirs - ours).abs().max().item()
    good = difference <= LARGEST_DIFFERENCE
    print(f"{'ok' if good else 'FAILED'}: {title}: logits up to {theirs.abs().max().item():.2f}, differ by {difference:.1e}")
    return good


def compare_random(program, folder, name, make, legacy_state):
    torch.manual_seed(1)
    images = torch.rand(3, 1, 96, 96)
    network = randomize(make(), images)
    files = {"legacy": legacy_state(network), "zip": network.state_dict()}
    good = True
    for layout, state in files.items():
        path = folder / f"{name}.pth"
        torch.save(state, path, _use_new_zipfile_serialization=layout == "zip")
        with torch.no_grad():
            theirs = network(rgb(images))
        good &= compare(f"{name}, {layout}", theirs, our_logits(program, folder, name, path, images, "repeat"))
    sum_kernels(network)
    with torch.no_grad():
        theirs = network(rgb(images)[:, :1])
    return good & compare(f"{name}, one channel", theirs, our_logits(program, folder, name, path, images, "sum"))


def read_safetensors(path):
    types = {"F16": numpy.float16, "F32": numpy.float32, "I64": numpy.int64}
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (start + offset for offset in entry["data_offsets"])
        values = numpy.frombuffer(data[begin:end], dtype=types[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy()).to(torch.float32 if "F" in entry["dtype"] else torch.int64)
    return tensors


def pad_as_tensorflow(module):
    for name, child in list(module.named_children()):
        if isinstance(child, torch.nn.Conv2d) and child.stride == (2, 2):
            child.padding = (0, 0)
            setattr(module, name, torch.nn.Sequential(torch.nn.ZeroPad2d((0, 1, 0, 1)), child))
        else:
            pad_as_tensorflow(child)


def compare_real(program, folder, path):
    network = torchvision.models.mobilenet_v2()
    network.load_state_dict(read_safetensors(path), strict=False)
    pad_as_tensorflow(network)
    torch.manual_seed(2)
    images = torch.nn.functional.interpolate(torch.rand(2, 1, 14, 14), 224, mode="bicubic").clamp(0, 1)
    with torch.no_grad():
        theirs = network.eval()(rgb(images, 0.5, 0.5))
    ours = our_logits(program, folder, "mobilenet_v2", path, images, "repeat", "tensorflow", "0.5", "0.5")
    return compare("mobilenet_v2, its ImageNet weights", theirs, ours)


def main(program):
    libtorch = subprocess.run([program], check=True, capture_output=True, text=True).stdout.strip()
    if not torch.__version__.startswith(libtorch + "."):
        print(f"skipped: {sys.executable} has PyTorch {torch.__version__}, the program LibTorch {libtorch}")
        return 77
    torch.set_num_threads(1)
    cases = [
        ("densenet121", torchvision.models.densenet121, lambda network: old_densenet_names(network.state_dict())),
        ("mobilenet_v2", torchvision.models.mobilenet_v2, checkpoint),
        ("resnext101_32x4d", resnext101_32x4d, lambda network: network.state_dict()),
    ]
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for case in cases:
            good &= compare_random(program, folder, *case)
        good &= compare_real(program, folder, SHIPPED)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
