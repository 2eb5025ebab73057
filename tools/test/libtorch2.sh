#!/usr/bin/env bash
# libtorch2.sh FOLDER [TEST_TARGET...]: proves that the same sources build and pass against LibTorch 2:
# makes a chroot of Debian 13 (LibTorch 2.6) in FOLDER, builds the program and, for example,
# networks_tests and train_tests there, and runs these. As root, with debootstrap; takes an hour on two
# cores. A second call goes on where the first stopped.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
. tools/env.sh
. tools/setup/debian.sh

(($#)) || usage tools/test/libtorch2.sh 2 >&2
[ "$1" != --help ] || usage tools/test/libtorch2.sh
root=$(realpath -m "$1")
shift
((EUID == 0)) || fail 'a chroot wants root'
type -P debootstrap >/dev/null || fail 'debootstrap is not installed'
[ -e "$CHESTLENS_ORT_ROOT" ] || fail 'ONNX Runtime is not in the cache; run tools/setup.sh first'

if [ ! -e "$root/.base" ]; then
  debootstrap --variant=minbase trixie "$root" "$(debian_mirror)"
  touch "$root/.base"
fi
if [ ! -e "$root/.packages" ]; then
  # What the native build needs of the packages that set-up installs; compilers and browsers aside.
  mapfile -t packages < <(sed 's/#.*//' tools/setup/packages.txt |
    grep -E '^(ccache|g\+\+|git|googletest|lib.*-dev|libopenblas0-openmp|mold|ninja-build|nlohmann-json3-dev|protobuf-compiler|python3)$')
  chroot "$root" apt-get update -q
  DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -q --yes --no-install-recommends cmake "${packages[@]}"
  touch "$root/.packages"
fi

mkdir -p "$root/chestlens" "$root/onnxruntime"
git ls-files -z | tar --create --null --files-from - | tar --extract --directory "$root/chestlens"
cp -r "$CHESTLENS_ORT_ROOT"/. "$root/onnxruntime"
# Newer compilers and headers warn of more: only errors count here.
chroot "$root" env CHESTLENS_ORT_ROOT=/onnxruntime CHESTLENS_IMGUI_ROOT= sh -euc '
  cd /chestlens
  cmake --preset native -DCHESTLENS_WERROR=OFF
  cmake --build --preset native --target chestlens "$@"
  for target; do "$(find build/native/tests -name "$target" -type f)" --gtest_brief=1; done
  build/native/native/cli/chestlens networks' sh "$@"
