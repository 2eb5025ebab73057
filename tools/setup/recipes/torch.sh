#!/usr/bin/env bash
# torch.sh VERSION DIR: a Python environment with PyTorch VERSION from PyPI, and the compiler of the CUDA
# that it is built for.
set -euo pipefail
version=$1 dir=$2
python3 -m venv "$dir"
"$dir/bin/python3" -m pip install --no-cache-dir "torch==$version" numpy
cuda=$("$dir/bin/python3" -c 'import torch; print(torch.version.cuda or "")')
[ -z "$cuda" ] || "$dir/bin/python3" -m pip install --no-cache-dir "cuda-toolkit[nvcc,cccl]==$cuda.*"
