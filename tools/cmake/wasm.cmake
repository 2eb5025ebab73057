# Toolchain file of WebAssembly builds. Wants the environment of tools/env.sh.
if(NOT DEFINED ENV{CHESTLENS_EMSCRIPTEN})
  message(FATAL_ERROR "CHESTLENS_EMSCRIPTEN is not set: run '. tools/env.sh' first")
endif()
include("${CMAKE_CURRENT_LIST_DIR}/wasm-flags.cmake")
include("$ENV{CHESTLENS_EMSCRIPTEN}/cmake/Modules/Platform/Emscripten.cmake")
list(APPEND CMAKE_FIND_ROOT_PATH
  "$ENV{CHESTLENS_WASM_PREFIX}" "$ENV{CHESTLENS_WASM_HEADERS}" "$ENV{CHESTLENS_OPENCV_WASM}" "$ENV{CHESTLENS_DICOM_WASM}"
  "$ENV{CHESTLENS_WEBP_WASM}" "$ENV{CHESTLENS_ARCHIVE_WASM}")
