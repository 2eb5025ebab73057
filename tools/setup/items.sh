# What the cache holds: name, version and the files whose change means building again. Sourced.

tools_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$tools_dir/setup/cache.sh"
recipes=$tools_dir/setup/recipes

# item_dir NAME-VERSION FILE...: the item's folder, keyed by version and a hash of FILEs.
item_dir() {
  local name=$1
  shift
  printf '%s/%s-%s\n' "$CHESTLENS_CACHE" "$name" "$(cat "$@" | sha256sum | cut -c 1-10)"
}

emscripten_version=3.1.69
onnxruntime_version=1.30.0
torch_version=2.15.0

# own_emcc: the emcc on PATH if it is not ours and at least emscripten_version; else nothing. Debian's is
# a link to a script that goes by the name it is called by: it is run by that.
own_emcc() {
  local called emcc version
  called=$(type -P emcc) || return 0
  emcc=$(readlink -f "$called")
  [[ $emcc != "$(readlink -f "$CHESTLENS_CACHE")"/* ]] || return 0
  version=$("$called" -dumpversion 2>/dev/null) || return 0
  version=${version%%-*}
  [ "$(printf '%s\n' "$emscripten_version" "$version" | sort -V | head -n 1)" != "$emscripten_version" ] ||
    printf '%s %s\n' "$emcc" "$version"
}

read -r emcc_on_path emcc_on_path_version <<<"$(own_emcc)" || true
emscripten_dir=$(item_dir "emscripten-$emscripten_version" "$recipes/emscripten.sh")
wasm_abi=em${emcc_on_path_version:-$emscripten_version}
wasm_toolchain=$tools_dir/cmake/wasm-flags.cmake

codecs_wasm_dir=$(item_dir "codecs-wasm-z1.2.13-png1.6.39-jpeg2.1.5-tiff4.5.0-zstd1.5.4-$wasm_abi" \
  "$recipes/codecs-wasm.sh" "$recipes/codecs-wasm/CMakeLists.txt" "$recipes/codecs-wasm/no_zstd_compression.c" "$wasm_toolchain")
dicom_wasm_dir=$(item_dir "dicom-wasm-dcmtk3.6.7-openjpeg2.5.0-$wasm_abi" \
  "$recipes/dicom-wasm.sh" "$recipes"/dicom/* "$wasm_toolchain")
webp_wasm_dir=$(item_dir "webp-wasm-1.2.4-$wasm_abi" "$recipes/webp-wasm.sh" "$recipes/webp/CMakeLists.txt" "$wasm_toolchain")
archive_wasm_dir=$(item_dir "archive-wasm-libzip1.7.3-$wasm_abi" \
  "$recipes/archive-wasm.sh" "$recipes/wasm-library.sh" "$wasm_toolchain")
headers_wasm_dir=$(item_dir "headers-wasm-$wasm_abi" "$recipes/headers-wasm.sh" "$wasm_toolchain")
opencv_wasm_dir=$(item_dir "opencv-wasm-4.6.0-$wasm_abi" "$recipes/opencv-wasm.sh" "$wasm_toolchain")
inter_dir=$(item_dir inter-4.0 "$recipes/inter.sh")
servers_dir=$(item_dir servers "$recipes/servers.sh")
notices_dir=$(item_dir notices "$recipes/notices.sh")
imgui_dir=$(item_dir imgui-1.90.1 "$recipes/imgui.sh")
onnxruntime_dir=$(item_dir "onnxruntime-$onnxruntime_version" "$recipes/onnxruntime.sh")
torch_venv=$(item_dir "torch-$torch_version" "$recipes/torch.sh")

# native_prefix_versions: the compiler's, and those of the machine's packages that the prefix is made of.
native_prefix_versions() {
  c++ --version 2>/dev/null | sed -n 1p || true
  sed '/^#/d; s/ .*//' "$recipes/native-prefix/packages.txt" |
    xargs dpkg-query -W -f '${Package} ${Version}\n' 2>/dev/null || true
}
native_prefix_dir=$(item_dir "native-prefix-ort$onnxruntime_version" "$recipes/native-prefix.sh" \
  "$recipes"/native-prefix/* "$recipes"/dicom/* <(native_prefix_versions))
