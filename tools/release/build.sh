# Builds the programs of a release: all but LibTorch and the C and C++ runtimes linked into them. Sourced by
# tools/release.sh after log.sh, progress.sh, cache.sh and env.sh.

# build_programs DIR: bin/chestlens and libexec/chestlens-torch, without a path of this machine in them.
build_programs() {
  local build=$1 prefix map
  prefix=$(bash tools/setup/native_prefix.sh | tail -n 1)
  map="-ffile-prefix-map=$PWD=/chestlens -ffile-prefix-map=$prefix=/prefix"
  # No ccache: it hands the compiler other paths than the map knows. Old dynamic tags: where the programs look is where
  # LibTorch's own libraries are looked for, too.
  run_logged 'configure the programs' "$build.log" cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCHESTLENS_TESTS=OFF -DCHESTLENS_TORCH=debian -DCHESTLENS_PREFIX="$prefix" \
    -DCHESTLENS_CCACHE=OFF -DCMAKE_C_FLAGS="$map" -DCMAKE_CXX_FLAGS="$map" \
    -DCMAKE_BUILD_WITH_INSTALL_RPATH=ON '-DCMAKE_INSTALL_RPATH=$ORIGIN/../lib;$ORIGIN/../lib/torch' \
    -DCMAKE_EXE_LINKER_FLAGS=-Wl,--disable-new-dtags
  run_logged 'build the programs' "$build.log" cmake --build "$build" --target chestlens --parallel "$(nproc)"
}

# put_programs BUILD STAGE: stripped, with ONNX Runtime beside them.
put_programs() {
  local build=$1 stage=$2 runtime
  mkdir -p "$stage"/{bin,libexec,lib}
  strip -o "$stage/bin/chestlens" "$build/native/cli/chestlens"
  strip -o "$stage/libexec/chestlens-torch" "$build/native/cli/chestlens-torch"
  runtime=$(sed -n 's/^OnnxRuntime_LIBRARY:[A-Z]*=//p' "$build/CMakeCache.txt")
  cp -L "$runtime" "$stage/lib/libonnxruntime.so.1"
}
