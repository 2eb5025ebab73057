#!/usr/bin/env bash
# onnxruntime.sh VERSION DIR: the library of npm's onnxruntime-node and the C and C++ headers of
# trixie's libonnxruntime-dev (an older API, which newer libraries accept).
set -euo pipefail
. "$(dirname "$0")/../debian.sh"
version=$1 dir=$2

case $(uname -m) in
  x86_64) npm_arch=x64 ;;
  aarch64) npm_arch=arm64 ;;
  *) echo "error: onnxruntime-node has no library for $(uname -m)" >&2 && exit 1 ;;
esac
mkdir -p "$dir/npm" "$dir/lib"
(cd "$dir/npm" && npm pack --silent "onnxruntime-node@$version" && tar xzf ./*.tgz --wildcards "package/bin/*/linux/$npm_arch/libonnxruntime.so.1")
mv "$dir"/npm/package/bin/*/linux/"$npm_arch"/libonnxruntime.so.1 "$dir/lib/"
ln -s libonnxruntime.so.1 "$dir/lib/libonnxruntime.so"
rm -r "$dir/npm"

download_debs "$dir/debs" trixie libonnxruntime-dev
dpkg-deb -x "$dir"/debs/libonnxruntime-dev_*.deb "$dir/deb"
mv "$dir/deb/usr/include/onnxruntime" "$dir/include"
rm -r "$dir/debs" "$dir/deb"
[ -e "$dir/include/onnxruntime_cxx_api.h" ]
