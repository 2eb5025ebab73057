#!/usr/bin/env bash
# licences.sh [PACKAGE...]: prints the notices of all software in a release's programs and libraries, those of
# the Debian PACKAGEs that came along with LibTorch among them. The page's are in its own LICENSES.txt.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
. "$repository/tools/setup/log.sh"
. "$repository/tools/setup/items.sh"
. "$repository/tools/site/notice.sh"

doc=/usr/share/doc
notice 'ChestLens' "$repository/LICENSE"
notice 'ONNX Runtime' "$repository/web/notices/onnxruntime.txt"
notice 'cpp-httplib' "$native_prefix_dir/include/httplib.LICENSE"
for package in libcli11-dev libcurl4-openssl-dev libexpected-dev libfmt-dev libgloo-dev libjpeg62-turbo-dev libonnx-dev \
  libopencv-core-dev libpng-dev libprotobuf-dev libssl-dev libtiff-dev libtomlplusplus-dev libzip-dev \
  nlohmann-json3-dev zlib1g-dev "$@"; do
  notice "$package" "$doc/$package/copyright"
done
