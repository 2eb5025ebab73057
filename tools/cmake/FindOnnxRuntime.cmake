# ONNX Runtime's C++ library: target onnxruntime::onnxruntime. Looks in CHESTLENS_ORT_ROOT (variable
# or environment; tools/setup.sh provides it), then in the system's folders.
set(roots ${CHESTLENS_ORT_ROOT} $ENV{CHESTLENS_ORT_ROOT})
if(NOT roots)
  if(DEFINED ENV{XDG_CACHE_HOME})
    set(cache "$ENV{XDG_CACHE_HOME}")
  else()
    set(cache "$ENV{HOME}/.cache")
  endif()
  file(GLOB roots "${cache}/chestlens/onnxruntime-*")
endif()
find_path(OnnxRuntime_INCLUDE_DIR onnxruntime_cxx_api.h HINTS ${roots}
          PATH_SUFFIXES include include/onnxruntime)
find_library(OnnxRuntime_LIBRARY NAMES onnxruntime HINTS ${roots} PATH_SUFFIXES lib)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OnnxRuntime
  REQUIRED_VARS OnnxRuntime_LIBRARY OnnxRuntime_INCLUDE_DIR
  REASON_FAILURE_MESSAGE
    "run tools/setup.sh, or set CHESTLENS_ORT_ROOT to an ONNX Runtime installation")

if(OnnxRuntime_FOUND AND NOT TARGET onnxruntime::onnxruntime)
  add_library(onnxruntime::onnxruntime SHARED IMPORTED)
  set_target_properties(onnxruntime::onnxruntime PROPERTIES
    IMPORTED_LOCATION "${OnnxRuntime_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${OnnxRuntime_INCLUDE_DIR}")
endif()
mark_as_advanced(OnnxRuntime_INCLUDE_DIR OnnxRuntime_LIBRARY)
