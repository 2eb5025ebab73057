#!/usr/bin/env bash
# licences.sh: prints the notices of all software that the site is built from.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=tools/env.sh
. "$repository/tools/env.sh"
. "$repository/tools/setup/log.sh"
. "$repository/tools/site/notice.sh"

emscripten_root=$(readlink -f "$CHESTLENS_EMSCRIPTEN")
notice 'ChestLens' "$repository/LICENSE"
notice 'ONNX Runtime' "$repository/web/notices/onnxruntime.txt"
notice 'Dear ImGui' "$CHESTLENS_IMGUI_ROOT/LICENSE.txt"
notice 'Inter (font)' "$repository/wasm/viewer/font/LICENSE-Inter.txt"
notice 'OpenCV' "$notices_dir/libopencv-core-dev"
notice 'libpng' "$notices_dir/libpng-dev"
notice 'libjpeg-turbo' "$notices_dir/libjpeg62-turbo-dev"
notice 'libtiff' "$notices_dir/libtiff-dev"
notice 'DCMTK (DICOM and JPEG-LS films)' "$notices_dir/libdcmtk17"
notice 'OpenJPEG (JPEG 2000 films)' "$notices_dir/libopenjp2-7"
notice 'libwebp (WebP films)' "$notices_dir/libwebp7"
notice 'Zstandard' "$notices_dir/libzstd1"
notice 'libzip (ZIP archives)' "$notices_dir/libzip-dev"
notice 'zlib' "$notices_dir/zlib1g-dev"
notice 'JSON for Modern C++' "$notices_dir/nlohmann-json3-dev"
notice 'libfmt' "$notices_dir/libfmt-dev"
notice 'tl::expected' "$notices_dir/libexpected-dev"
notice 'Emscripten and its libraries' "$emscripten_root/LICENSE" "$emscripten_root/../doc/emscripten/copyright"
