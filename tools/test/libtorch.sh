#!/usr/bin/env bash
# libtorch.sh LIBTORCH [TEST_TARGET...]: builds with another LibTorch (debian, pip or a folder, as
# CHESTLENS_TORCH) in build/libtorch, where no header of the system's may have got in, and runs every
# native test, or, with TEST_TARGETs (networks_tests, train_tests), these and no others. GPUs are hidden
# from what TEST_TARGETs name. What was built stays for the next call.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tools/env.sh

(($#)) || usage tools/test/libtorch.sh 2 >&2
[ "$1" != --help ] || usage tools/test/libtorch.sh
chosen=$1 folder=build/libtorch targets=(all)
shift
(($# == 0)) || targets=(chestlens "$@")
cmake --preset native -B "$folder" -DCHESTLENS_TORCH="$chosen"
cmake --build "$folder" --parallel "$(nproc)" --target "${targets[@]}"
if [ "$chosen" != debian ] && strangers=$(ninja -C "$folder" -t deps | grep -E '^ +/usr/include/(ATen|c10|caffe2|torch)/' | sort -u) &&
  [ -n "$strangers" ]; then
  fail "headers of the system's LibTorch were taken, which the chosen one has not: ${strangers//$'\n'/ }"
fi
"$folder/native/cli/chestlens" version
export CUDA_VISIBLE_DEVICES=''
if (($#)); then
  for target; do "$(find "$folder/tests" -name "$target" -type f)" --gtest_brief=1; done
else
  ctest --test-dir "$folder" --parallel 2 --output-on-failure --no-tests=error
fi
