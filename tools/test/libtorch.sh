#!/usr/bin/env bash
# libtorch.sh LIBTORCH [TEST_TARGET...]: builds the program and, for example, networks_tests and train_tests
# with another LibTorch (debian, pip or a folder, as CHESTLENS_TORCH) in build/libtorch, and runs these
# without a GPU. No header of the system's LibTorch may have got in.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tools/env.sh

(($#)) || usage tools/test/libtorch.sh 2 >&2
[ "$1" != --help ] || usage tools/test/libtorch.sh
chosen=$1 folder=build/libtorch
shift
cmake --preset native -B "$folder" -DCHESTLENS_TORCH="$chosen"
cmake --build "$folder" --parallel "$(nproc)" --target chestlens "$@"
if [ "$chosen" != debian ] && strangers=$(ninja -C "$folder" -t deps | grep -E '^ +/usr/include/(ATen|c10|caffe2|torch)/' | sort -u) &&
  [ -n "$strangers" ]; then
  fail "headers of the system's LibTorch were taken, which the chosen one has not: ${strangers//$'\n'/ }"
fi
for target; do
  CUDA_VISIBLE_DEVICES='' "$(find "$folder/tests" -name "$target" -type f)" --gtest_brief=1
done
"$folder/native/cli/chestlens" version
