# CUDA as a language, by the nvcc that fits the CUDA LibTorch in torch_root: CUDACXX, what pip installed
# beside it, or a toolkit of the system. Sets CHESTLENS_TORCH_CUDA.

# A distribution tells in build-version (2.11.0+cu130), a Python package in version.py.
set(torch_wants "")
if(EXISTS "${torch_root}/version.py")
  file(STRINGS "${torch_root}/version.py" line REGEX "^cuda.*=")
  string(REGEX MATCH "[0-9]+\\.[0-9]+" torch_wants "${line}")
elseif(EXISTS "${torch_root}/build-version")
  file(STRINGS "${torch_root}/build-version" line LIMIT_COUNT 1)
  string(REGEX REPLACE ".*\\+cu([0-9]+)([0-9])$" "\\1.\\2" torch_wants "${line}")
endif()

file(GLOB wheels "${torch_root}/../nvidia/cu[0-9]*")
if(DEFINED ENV{CUDACXX} OR DEFINED CMAKE_CUDA_COMPILER)
  set(nvcc "$ENV{CUDACXX}")
  if(CMAKE_CUDA_COMPILER)
    set(nvcc "${CMAKE_CUDA_COMPILER}")
  endif()
elseif(EXISTS "${wheels}/bin/nvcc" AND EXISTS "${wheels}/nvvm/bin/cicc"
       AND EXISTS "${wheels}/include/crt/host_config.h" AND EXISTS "${wheels}/include/cccl/nv/target")
  # FindCUDAToolkit looks for libcudart.so, a wheel has libcudart.so.13 alone; nvcc for ../lib or ../lib64.
  set(toolkit "${CMAKE_BINARY_DIR}/cuda")
  file(REMOVE_RECURSE "${toolkit}")
  file(MAKE_DIRECTORY "${toolkit}/lib" "${toolkit}/bin")
  get_filename_component(wheels "${wheels}" REALPATH)
  file(GLOB programs RELATIVE "${wheels}" "${wheels}/bin/*")
  foreach(part include nvvm ${programs})
    file(CREATE_LINK "${wheels}/${part}" "${toolkit}/${part}" SYMBOLIC)
  endforeach()
  file(CREATE_LINK lib "${toolkit}/lib64" SYMBOLIC)
  file(GLOB libraries "${wheels}/lib/*.so*" "${wheels}/lib/*.a")
  foreach(library ${libraries})
    get_filename_component(name "${library}" NAME)
    file(CREATE_LINK "${library}" "${toolkit}/lib/${name}" SYMBOLIC)
    if(name MATCHES "^(.*\\.so)\\.[0-9.]+$")
      file(CREATE_LINK "${library}" "${toolkit}/lib/${CMAKE_MATCH_1}" SYMBOLIC)
    endif()
  endforeach()
  set(nvcc "${toolkit}/bin/nvcc")
else()
  find_program(CUDA_NVCC_FOUND nvcc HINTS "$ENV{CUDA_HOME}/bin" "$ENV{CUDA_PATH}/bin" PATHS /usr/local/cuda/bin)
  set(nvcc "${CUDA_NVCC_FOUND}")
endif()

set(nvcc_version "")
if(nvcc)
  execute_process(COMMAND "${nvcc}" --version OUTPUT_VARIABLE said ERROR_QUIET)
  string(REGEX MATCH "release ([0-9]+\\.[0-9]+)" said "${said}")
  set(nvcc_version "${CMAKE_MATCH_1}")
endif()
string(REGEX MATCH "^[0-9]+" wanted_major "${torch_wants}")
string(REGEX MATCH "^[0-9]+" nvcc_major "${nvcc_version}")
if(NOT nvcc_version OR (wanted_major AND NOT wanted_major STREQUAL nvcc_major))
  if(nvcc_version)
    set(state "${nvcc} is of CUDA ${nvcc_version}")
  else()
    set(state "no nvcc was found")
  endif()
  message(FATAL_ERROR "The LibTorch in ${torch_root} is built for CUDA ${torch_wants}; ${state}.\n"
    "Install the compiler where that PyTorch is:\n  pip install 'cuda-toolkit[nvcc,cccl]==${torch_wants}.*'\n"
    "or take NVIDIA's CUDA toolkit ${torch_wants}, and name its nvcc by CUDACXX=/usr/local/cuda/bin/nvcc "
    "(Debian's nvidia-cuda-toolkit is too old).\n"
    "To build for the CPU alone with the same LibTorch: -DCHESTLENS_CUDA=OFF")
endif()

set(CMAKE_CUDA_COMPILER "${nvcc}")
set(CMAKE_CUDA_RUNTIME_LIBRARY Shared)  # LibTorch's own
set(CMAKE_CUDA_EXTENSIONS OFF)
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES OFF)
endif()
enable_language(CUDA)
if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION)  # CMake 3.25 knows no C++20 of nvcc
  set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
endif()
get_filename_component(CUDA_TOOLKIT_ROOT_DIR "${nvcc}" DIRECTORY)
get_filename_component(CUDA_TOOLKIT_ROOT_DIR "${CUDA_TOOLKIT_ROOT_DIR}" DIRECTORY)
set(CUDAToolkit_ROOT "${CUDA_TOOLKIT_ROOT_DIR}")
set(CHESTLENS_TORCH_CUDA "${nvcc_version}")
unset(CMAKE_CUDA_ARCHITECTURES)  # LibTorch has TORCH_CUDA_ARCH_LIST in its place, and warns
unset(CMAKE_CUDA_ARCHITECTURES CACHE)

# Machine code of the GPUs since Ampere that this nvcc knows, and PTX for those to come.
if(NOT DEFINED TORCH_CUDA_ARCH_LIST AND NOT DEFINED ENV{TORCH_CUDA_ARCH_LIST})
  execute_process(COMMAND "${nvcc}" --list-gpu-code OUTPUT_VARIABLE known)
  foreach(architecture 8.0 8.6 8.9 9.0 10.0 12.0)
    string(REPLACE "." "" code "sm_${architecture}")
    if(known MATCHES "${code}[\r\n]")
      list(APPEND TORCH_CUDA_ARCH_LIST "${architecture}")
    endif()
  endforeach()
  list(APPEND TORCH_CUDA_ARCH_LIST 9.0+PTX)
endif()
