#!/usr/bin/env bash
# torch.sh VERSION DIR: a Python environment with PyTorch VERSION from PyPI, torchvision (the peer of the
# tests), and the compiler of the CUDA that it is built for.
set -euo pipefail
version=$1 dir=$2
python3 -m venv "$dir"
"$dir/bin/python3" -m pip install --no-cache-dir "torch==$version" torchvision numpy
cuda=$("$dir/bin/python3" -c 'import torch; print(torch.version.cuda or "")')
[ -z "$cuda" ] || "$dir/bin/python3" -m pip install --no-cache-dir "cuda-toolkit[nvcc,cccl]==$cuda.*"
# Its programs (torchrun) name the folder, which gets its own name when it is whole.
grep -rlIZF "$dir" "$dir/bin" "$dir/pyvenv.cfg" | xargs -0 sed -i "s|$dir|${dir%.partial}|g"
