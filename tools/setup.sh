#!/usr/bin/env bash
# setup.sh: prepares a Debian 12 or 13 machine (as root or with sudo): its packages, and into the
# XDG cache the WebAssembly toolchain and libraries, Dear ImGui, ONNX Runtime and npm packages.
# It takes about 10 minutes on two cores the first time, a second or two afterwards.
# CHESTLENS_TORCH says which LibTorch the build takes: unset or debian, the system's; the folder of a
# LibTorch or of a Python's torch package; or pip, for which setup.sh installs today's PyTorch for CUDA
# from PyPI into the cache (6 GB), the CUDA compiler with it.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup/log.sh
[ "${1:-}" != --help ] || usage tools/setup.sh
(($# == 0)) || fail "$1: setup.sh takes no arguments"
. tools/setup/progress.sh
. tools/setup/packages.sh
. tools/setup/cache.sh
. tools/setup/npm.sh

say 'Setup'
install_packages tools/setup/packages.txt
. tools/env.sh  # after the packages: Emscripten may be among them
[ -n "$emcc_on_path" ] || provide "Emscripten $emscripten_version" "$emscripten_dir" bash "$recipes/emscripten.sh"
provide 'Dear ImGui sources' "$imgui_dir" bash "$recipes/imgui.sh"
provide 'Inter, the font' "$inter_dir" bash "$recipes/inter.sh"
provide 'licences' "$notices_dir" bash "$recipes/notices.sh"
provide 'ONNX Runtime' "$onnxruntime_dir" bash "$recipes/onnxruntime.sh" "$onnxruntime_version"
provide 'headers, libfmt, tests, wasm' "$headers_wasm_dir" bash "$recipes/headers-wasm.sh"
provide 'image codecs, wasm' "$codecs_wasm_dir" bash "$recipes/codecs-wasm.sh"
provide 'DICOM libraries, wasm' "$dicom_wasm_dir" bash "$recipes/dicom-wasm.sh"
provide 'libwebp, wasm' "$webp_wasm_dir" bash "$recipes/webp-wasm.sh"
provide 'libzip, wasm' "$archive_wasm_dir" bash "$recipes/archive-wasm.sh"
provide 'OpenCV, wasm' "$opencv_wasm_dir" bash "$recipes/opencv-wasm.sh"
if [ "${CHESTLENS_TORCH:-}" = pip ]; then
  install_packages tools/setup/packages-pip.txt
  provide "PyTorch $torch_version for CUDA" "$torch_venv" bash "$recipes/torch.sh" "$torch_version"
fi
provide 'nginx and Apache, for tests' "$servers_dir" bash "$recipes/servers.sh"
provide_npm_packages web
provide_npm_packages tests/browser
say "Setup took $SECONDS s."
