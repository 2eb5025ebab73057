#!/usr/bin/env bash
# licences.sh: prints the notices of all software that the site is built from.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=tools/env.sh
. "$repository/tools/env.sh"
. "$repository/tools/setup/log.sh"
. "$repository/tools/site/notice.sh"

doc=/usr/share/doc
emscripten_root=$(readlink -f "$CHESTLENS_EMSCRIPTEN")
notice 'ChestLens' "$repository/LICENSE"
notice 'ONNX Runtime' "$repository/web/notices/onnxruntime.txt"
notice 'Dear ImGui' "$CHESTLENS_IMGUI_ROOT/LICENSE.txt"
notice 'Inter (font)' "$repository/wasm/viewer/font/LICENSE-Inter.txt"
notice 'OpenCV' $doc/libopencv-core-dev/copyright
notice 'libpng' $doc/libpng-dev/copyright
notice 'libjpeg-turbo' $doc/libjpeg62-turbo-dev/copyright
notice 'libtiff' $doc/libtiff-dev/copyright
notice 'zlib' $doc/zlib1g-dev/copyright
notice 'JSON for Modern C++' $doc/nlohmann-json3-dev/copyright
notice 'libfmt' $doc/libfmt-dev/copyright
notice 'tl::expected' $doc/libexpected-dev/copyright
notice 'Emscripten and its libraries' "$emscripten_root/LICENSE" "$emscripten_root/../doc/emscripten/copyright"
