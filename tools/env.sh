# Where setup.sh put what the build uses. Source it: `. tools/env.sh`; CMakePresets.json reads these.
# shellcheck disable=SC1091,SC2154
. "$(dirname "${BASH_SOURCE[0]}")/setup/items.sh"

export CHESTLENS_CACHE
export CHESTLENS_WASM_PREFIX=$codecs_wasm_dir
export CHESTLENS_WASM_HEADERS=$headers_wasm_dir
export CHESTLENS_DICOM_WASM=$dicom_wasm_dir
export CHESTLENS_WEBP_WASM=$webp_wasm_dir
export CHESTLENS_ARCHIVE_WASM=$archive_wasm_dir
export CHESTLENS_OPENCV_WASM=$opencv_wasm_dir
export CHESTLENS_IMGUI_ROOT=$imgui_dir
export CHESTLENS_INTER_DIR=$inter_dir
export CHESTLENS_ORT_ROOT=${CHESTLENS_ORT_ROOT:-$onnxruntime_dir}
export CHESTLENS_TORCH_VENV=$torch_venv
if [ -n "$emcc_on_path" ]; then
  export CHESTLENS_EMSCRIPTEN=${emcc_on_path%/*}
else
  export CHESTLENS_EMSCRIPTEN=$emscripten_dir/root/usr/share/emscripten
  export EM_CONFIG=$emscripten_dir/config.py
  case :$PATH: in
    *":$CHESTLENS_EMSCRIPTEN:"*) ;;
    *) export PATH=$CHESTLENS_EMSCRIPTEN:$PATH ;;
  esac
fi
# Each of Emscripten's programs asks for python3: the system's starts at once, a version manager's
# shim takes longer than the compiler.
[ ! -x /usr/bin/python3 ] || export EMSDK_PYTHON=${EMSDK_PYTHON:-/usr/bin/python3}
