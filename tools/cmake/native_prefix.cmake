# CHESTLENS_PREFIX (variable or environment): a folder made by tools/setup/recipes/native-prefix.sh.
# All that it holds is then taken from it, whatever the system has, and linked statically.
set(CHESTLENS_PREFIX "$ENV{CHESTLENS_PREFIX}" CACHE PATH
    "Libraries to link statically, by tools/setup/recipes/native-prefix.sh; empty: the system's")
if(NOT CHESTLENS_PREFIX)
  return()
endif()
file(GLOB configs "${CHESTLENS_PREFIX}/lib/cmake/*/*Config.cmake")
if(NOT configs)
  message(FATAL_ERROR "CHESTLENS_PREFIX=${CHESTLENS_PREFIX} holds no lib/cmake: make the prefix by\n"
                      "  tools/setup/native_prefix.sh")
endif()
set(CMAKE_FIND_PACKAGE_PREFER_CONFIG ON)
foreach(config ${configs})
  get_filename_component(folder "${config}" DIRECTORY)
  get_filename_component(package "${folder}" NAME)
  set(${package}_DIR "${folder}" CACHE PATH "" FORCE)
endforeach()
foreach(name DCMTK EXPECTED NLOHMANN OPENJPEG WEBP ZIP GLOO HTTPLIB fmt google)
  set(CHESTLENS_${name}_INCLUDE_DIR "${CHESTLENS_PREFIX}/include" CACHE PATH "" FORCE)
endforeach()
foreach(name dcmjpls dcmtkcharls dcmjpeg ijg8 ijg12 ijg16 dcmdata oflog ofstd openjp2 webpdemux webp)
  set(CHESTLENS_LIBRARY_${name} "${CHESTLENS_PREFIX}/lib/lib${name}.a" CACHE FILEPATH "" FORCE)
endforeach()
set(CHESTLENS_HTTPLIB_LIBRARY "" CACHE FILEPATH "" FORCE)  # the header has all of it
set(Protobuf_INCLUDE_DIR "${CHESTLENS_PREFIX}/include" CACHE PATH "" FORCE)
set(CHESTLENS_ZIP_LIBRARY "${CHESTLENS_PREFIX}/lib/libzip.a" CACHE FILEPATH "" FORCE)
set(OnnxRuntime_INCLUDE_DIR "${CHESTLENS_PREFIX}/include/onnxruntime" CACHE PATH "" FORCE)
set(OnnxRuntime_LIBRARY "${CHESTLENS_PREFIX}/lib/libonnxruntime.so" CACHE FILEPATH "" FORCE)
# Before the copies of fmt and protobuf that a LibTorch may carry.
include_directories(SYSTEM "${CHESTLENS_PREFIX}/include")
