# The LibTorch that CHESTLENS_TORCH names: TORCH_LIBRARIES, TORCH_INCLUDE_DIRS, Torch_VERSION, and
# CHESTLENS_TORCH_CUDA, the CUDA version (13.2) of what is built for GPUs, else empty.
set(CHESTLENS_TORCH "" CACHE STRING
    "LibTorch: debian (or empty), pip, or the folder of a LibTorch or of a Python's torch package")
if(CHESTLENS_TORCH STREQUAL "" AND DEFINED CACHE{CHESTLENS_TORCH_KEPT})
  # A preset without the variable names none: the folder keeps what it was configured with.
  set(CHESTLENS_TORCH "${CHESTLENS_TORCH_KEPT}" CACHE STRING "" FORCE)
endif()
set(CHESTLENS_TORCH_KEPT "${CHESTLENS_TORCH}" CACHE INTERNAL "")
option(CHESTLENS_CUDA "Build for GPUs where the LibTorch is a CUDA build" ON)

if(CHESTLENS_TORCH STREQUAL "" OR CHESTLENS_TORCH STREQUAL "debian")
  set(torch_root "")
elseif(CHESTLENS_TORCH STREQUAL "pip")
  file(GLOB torch_root "$ENV{CHESTLENS_TORCH_VENV}/lib/python3*/site-packages/torch")
  if(NOT torch_root)
    message(FATAL_ERROR "CHESTLENS_TORCH=pip, but there is no such PyTorch yet: "
            "run CHESTLENS_TORCH=pip tools/setup.sh, then . tools/env.sh")
  endif()
else()
  # The program reads the variable, too, wherever it is called.
  if(NOT IS_ABSOLUTE "${CHESTLENS_TORCH}")
    message(FATAL_ERROR "CHESTLENS_TORCH=${CHESTLENS_TORCH}: name the folder from the root, /...")
  endif()
  get_filename_component(torch_root "${CHESTLENS_TORCH}" ABSOLUTE)
endif()
set(torch_config "${torch_root}/share/cmake/Torch/TorchConfig.cmake")
if(torch_root AND NOT EXISTS "${torch_config}")
  message(FATAL_ERROR "CHESTLENS_TORCH=${CHESTLENS_TORCH}: no LibTorch there (${torch_config} is "
          "missing); name what `python3 -c 'import torch; print(torch.__path__[0])'` prints")
endif()

# Where another LibTorch was configured before, nothing found of it may stay.
set(torch_choice "${torch_root} CUDA ${CHESTLENS_CUDA}")
if(DEFINED CACHE{CHESTLENS_TORCH_CONFIGURED} AND NOT CHESTLENS_TORCH_CONFIGURED STREQUAL torch_choice)
  get_cmake_property(cached CACHE_VARIABLES)
  list(FILTER cached INCLUDE REGEX "^(CUDA_|CUDAToolkit_|CMAKE_CUDA_|[cC]10_|Caffe2_|Torch_|TORCH_LIB|kineto_|CHESTLENS_(TORCH_HEADER|GLOO|NCCL))")
  foreach(name ${cached})
    unset(${name} CACHE)
  endforeach()
  file(REMOVE "${CMAKE_BINARY_DIR}/CMakeFiles/${CMAKE_VERSION}/CMakeCUDACompiler.cmake")
endif()
set(CHESTLENS_TORCH_CONFIGURED "${torch_choice}" CACHE INTERNAL "")

# Before Torch: a wheel's configuration defines protobuf's target as an empty one where none is.
find_package(Protobuf REQUIRED)

set(CHESTLENS_TORCH_CUDA "")
set(torch_is_cuda FALSE)
if(torch_root AND EXISTS "${torch_root}/lib/libtorch_cuda.so")
  set(torch_is_cuda TRUE)
endif()

if(torch_is_cuda AND NOT CHESTLENS_CUDA)
  # TorchConfig.cmake would ask for a CUDA toolkit; the CPU's part alone does not need one.
  add_library(caffe2::mkl INTERFACE IMPORTED)
  add_library(torch::cudart INTERFACE IMPORTED)
  include("${torch_root}/share/cmake/Torch/TorchConfigVersion.cmake")
  set(Torch_VERSION "${PACKAGE_VERSION}")
  include("${torch_root}/share/cmake/Caffe2/Caffe2Targets.cmake")
  set(TORCH_LIBRARIES torch_cpu_library c10)
  set(TORCH_INCLUDE_DIRS "${torch_root}/include" "${torch_root}/include/torch/csrc/api/include")
else()
  if(torch_is_cuda)
    include(cuda_toolkit)  # CHESTLENS_TORCH_CUDA, CUDA as a language
  endif()
  if(torch_root)
    # Both are looked for in the system first otherwise.
    set(Torch_DIR "${torch_root}/share/cmake/Torch" CACHE PATH "" FORCE)
    set(Caffe2_DIR "${torch_root}/share/cmake/Caffe2" CACHE PATH "" FORCE)
    list(PREPEND CMAKE_LIBRARY_PATH "${torch_root}/lib")
    set(kineto_LIBRARY "${torch_root}/lib/libc10.so")  # newer ones hold it themselves, and warn
  endif()
  find_package(Torch REQUIRED)
  if(torch_is_cuda)
    set(CMAKE_CUDA_ARCHITECTURES OFF)  # the flags say it
    # nvcc adds these headers by itself, a C++ compiler that meets cuda_fp16.h does not.
    if(EXISTS "${CUDA_TOOLKIT_ROOT_DIR}/include/cccl")
      list(APPEND TORCH_INCLUDE_DIRS "${CUDA_TOOLKIT_ROOT_DIR}/include/cccl")
    endif()
    # NCCL's group includes cuBLAS and others: a toolkit of the compiler alone lacks their headers.
    file(GLOB wheel_headers "${torch_root}/../nvidia/cu[0-9]*/include")
    if(wheel_headers AND NOT EXISTS "${CUDA_TOOLKIT_ROOT_DIR}/include/cublas_v2.h")
      list(APPEND TORCH_INCLUDE_DIRS ${wheel_headers})
    endif()
  elseif(TARGET torch_cuda)
    message(FATAL_ERROR "The LibTorch in ${TORCH_INSTALL_PREFIX} is a CUDA build: name it with "
            "CHESTLENS_TORCH=${TORCH_INSTALL_PREFIX}, so that its CUDA toolkit is looked for")
  endif()
  get_filename_component(found_torch "${TORCH_LIBRARY}" DIRECTORY)
  get_filename_component(found_c10 "${c10_LIBRARY}" DIRECTORY)
  if(NOT found_torch STREQUAL found_c10)
    message(FATAL_ERROR "Two LibTorch would be mixed: ${TORCH_LIBRARY} and ${c10_LIBRARY}. "
            "Name one with CHESTLENS_TORCH=FOLDER and configure with `cmake --fresh`")
  endif()
endif()

# A wheel carries headers of another protobuf and libfmt than the libraries that we link: ours go first.
set(own_headers "${CMAKE_BINARY_DIR}/own-headers")
if(torch_root)
  foreach(header google/protobuf/message.h fmt/format.h)
    string(REGEX MATCH "^[a-z]+" library "${header}")
    find_path(CHESTLENS_${library}_INCLUDE_DIR ${header} REQUIRED)
    file(MAKE_DIRECTORY "${own_headers}")
    file(CREATE_LINK "${CHESTLENS_${library}_INCLUDE_DIR}/${library}" "${own_headers}/${library}" SYMBOLIC)
  endforeach()
  list(PREPEND TORCH_INCLUDE_DIRS "${own_headers}")
endif()

if(CHESTLENS_TORCH_CUDA)
  message(STATUS "LibTorch ${Torch_VERSION} for CUDA ${CHESTLENS_TORCH_CUDA}: ${torch_root}")
elseif(torch_root)
  message(STATUS "LibTorch ${Torch_VERSION} for the CPU: ${torch_root}")
else()
  message(STATUS "LibTorch ${Torch_VERSION}: ${TORCH_LIBRARY}")
endif()
