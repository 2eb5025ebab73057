# Builds the presets of CMakePresets.json. Sourced after log.sh, progress.sh and env.sh.

# setup_folders: where tools/setup.sh put things, as CMake's presets read them.
setup_folders() { env | grep -E '^(CHESTLENS_(EMSCRIPTEN|WASM_PREFIX|WASM_HEADERS|OPENCV_WASM|DICOM_WASM|WEBP_WASM|ARCHIVE_WASM|IMGUI_ROOT|INTER_DIR|ORT_ROOT|TORCH|TORCH_VENV)|EM_CONFIG)=' | sort; }

# build PRESET [TARGET...]: configures and builds build/PRESET, from the start where setup's
# folders have changed. CHESTLENS_CONFIGURE=OPTION goes to CMake.
build() {
  local preset=$1 log=build/$1.log folders=build/$1/setup-folders.txt fresh=() targets=()
  shift
  mkdir -p "build/$preset"
  [ "$(cat "$folders" 2>/dev/null)" = "$(setup_folders)" ] || fresh=(--fresh)
  (($# == 0)) || targets=(--target "$@")
  run_logged "configure $preset" "$log" cmake "${fresh[@]}" --preset "$preset" ${CHESTLENS_CONFIGURE:+"$CHESTLENS_CONFIGURE"}
  setup_folders >"$folders"
  export NINJA_STATUS='[%f/%t] '
  run_logged "build $preset" "$log" cmake --build --preset "$preset" --parallel "$(nproc)" "${targets[@]}" -- -k 0
}
