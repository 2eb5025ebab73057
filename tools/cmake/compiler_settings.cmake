# What every target of ours is compiled with: target_link_libraries(x PRIVATE chestlens::settings).
add_library(chestlens_settings INTERFACE)
add_library(chestlens::settings ALIAS chestlens_settings)

# nvcc hands these on to its host compiler, which then judges the code that nvcc generates.
set(not_cuda "$<NOT:$<COMPILE_LANGUAGE:CUDA>>")
target_compile_options(chestlens_settings INTERFACE "$<${not_cuda}:-Wall;-Wextra;-Wconversion>")
if(CHESTLENS_WERROR)
  target_compile_options(chestlens_settings INTERFACE $<${not_cuda}:-Werror>)
endif()

# GCC 12 reports -Wrestrict on "text" + std::string&& at -O3 (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(chestlens_settings INTERFACE -Wno-restrict)
endif()

# Contracted multiply-adds round differently from processor to processor; the page and the
# workstation must prepare the same tensor.
target_compile_options(chestlens_settings INTERFACE -ffp-contract=off)

if(CHESTLENS_SANITIZE)
  # vptr needs type information that the prebuilt LibTorch does not export.
  set(sanitizers -fsanitize=address,undefined -fno-sanitize=vptr -fno-omit-frame-pointer)
  target_compile_options(chestlens_settings INTERFACE ${sanitizers})
  target_link_options(chestlens_settings INTERFACE ${sanitizers})
  # GCC 12 to 14 report std::regex as uninitialised where the address sanitizer watches (GCC bug 105562).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(chestlens_settings INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

if(NOT EMSCRIPTEN)
  find_program(CHESTLENS_MOLD mold)
  if(CHESTLENS_MOLD)
    target_link_options(chestlens_settings INTERFACE -fuse-ld=mold)
  endif()
endif()

find_program(CHESTLENS_CCACHE ccache)
if(CHESTLENS_CCACHE)
  # Build folders and checkouts share objects; precompiled headers need the sloppiness.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_PCH_EXTSUM=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${CHESTLENS_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
