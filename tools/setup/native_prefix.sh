#!/usr/bin/env bash
# native_prefix.sh: makes, on a machine that tools/setup.sh has prepared, a folder of all that the
# native build links besides LibTorch, as archives, and prints where it is. A build takes it by
# CHESTLENS_PREFIX (variable of CMake or of the environment); its programs then need LibTorch,
# ONNX Runtime and the C and C++ runtimes alone. It takes about 10 minutes on two cores, once.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
[ "${1:-}" != --help ] || usage tools/setup/native_prefix.sh
(($# == 0)) || fail "$1: native_prefix.sh takes no arguments"
. tools/setup/progress.sh
. tools/setup/cache.sh
. tools/env.sh

[ -e "$onnxruntime_dir/.complete" ] || fail 'ONNX Runtime is not there: run tools/setup.sh first'
provide 'libraries to link statically' "$native_prefix_dir" bash "$recipes/native-prefix.sh" "$onnxruntime_dir" >&2
say "$native_prefix_dir"
