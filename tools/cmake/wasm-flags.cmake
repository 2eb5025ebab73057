# Compile flags of every WebAssembly library and program here: SIMD, native exceptions, and
# setjmp (libpng, libjpeg) by the same mechanism. Part of the key of cached third-party builds.
set(CMAKE_C_FLAGS_INIT "-msimd128 -fwasm-exceptions -sSUPPORT_LONGJMP=wasm")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
set(CMAKE_C_FLAGS_RELEASE_INIT "-O3 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELEASE_INIT "-O3 -DNDEBUG")
