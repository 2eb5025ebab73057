#include "bundle/device.hpp"

#include "bundle/cuda_provider.hpp"
#include "bundle/runtime.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr const char* cuda_provider = "CUDAExecutionProvider";
constexpr const char* cuda_library = "libonnxruntime_providers_cuda.so";

/// Where ONNX Runtime was loaded from; it loads its providers from there.
fs::path library_folder() {
  Dl_info info{};
  if (::dladdr(OrtGetApiBase(), &info) == 0) return {};
  std::error_code ignored;
  return fs::canonical(info.dli_fname, ignored).parent_path();
}

}  // namespace

std::string_view to_string(Device device) {
  return device == Device::cuda ? "cuda" : "cpu";
}

bool has_cuda_provider() {
  const auto providers = Ort::GetAvailableProviders();
  std::error_code ignored;
  return std::ranges::find(providers, cuda_provider) != providers.end() &&
         fs::exists(library_folder() / cuda_library, ignored);
}

Status add_cuda(Ort::SessionOptions& options) {
  if (!has_cuda_provider()) {
    return fail(
        ErrorCode::unsupported,
        fmt::format("ONNX Runtime {} in {} has no CUDA, {} is missing: build chestlens with "
                    "CHESTLENS_ORT_ROOT naming a GPU build of ONNX Runtime, or leave "
                    "--device out",
                    onnx_runtime_version(), library_folder().string(), cuda_library),
        "--device cuda");
  }
  const OrtApi& api = Ort::GetApi();
  OrtCUDAProviderOptionsV2* made = nullptr;
  Ort::ThrowOnError(api.CreateCUDAProviderOptions(&made));
  const std::unique_ptr<OrtCUDAProviderOptionsV2, decltype(api.ReleaseCUDAProviderOptions)> cuda(
      made, api.ReleaseCUDAProviderOptions);
  // TensorFloat-32 keeps 10 bits of a factor: the certificate would not be met.
  constexpr std::array keys{"use_tf32", "cudnn_conv_algo_search"};
  constexpr std::array values{"0", "HEURISTIC"};
  Ort::ThrowOnError(
      api.UpdateCUDAProviderOptions(cuda.get(), keys.data(), values.data(), keys.size()));
  options.AppendExecutionProvider_CUDA_V2(*cuda);
  return {};
}

}  // namespace chestlens
