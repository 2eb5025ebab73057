# How recipes build a WebAssembly library with CMake. Sourced by them; wants tools/env.sh's environment.

unset CFLAGS CXXFLAGS LDFLAGS  # a caller's flags for its own machine mean nothing here

# build_wasm_library SOURCE PREFIX CMAKE_ARGUMENT...: configures, builds and installs a static library.
build_wasm_library() {
  local source=$1 prefix=$2 build=$1-build toolchain
  toolchain=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../cmake" && pwd)/wasm.cmake
  shift 2
  cmake -S "$source" -B "$build" -G Ninja --toolchain "$toolchain" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_INSTALL_PREFIX="$prefix" -DBUILD_SHARED_LIBS=OFF -Wno-dev "$@"
  ninja -C "$build" install
  rm -rf "$build"
}
