#include "ort_run.hpp"

#include "bundle/ort_environment.hpp"
#include "onnx/export.hpp"

#include <onnx/onnx_pb.h>
#include <onnxruntime_cxx_api.h>
#include <torch/torch.h>

namespace chestlens {

std::map<std::string, torch::Tensor> ort_run(const onnx::ModelProto& model,
                                             const torch::Tensor& image, bool optimize) {
  const auto bytes = serialize(model);
  const Ort::Env environment = ort_environment(ORT_LOGGING_LEVEL_FATAL);
  Ort::SessionOptions options;
  options.SetLogSeverityLevel(ORT_LOGGING_LEVEL_FATAL);
  options.SetIntraOpNumThreads(1);
  if (!optimize) options.SetGraphOptimizationLevel(ORT_DISABLE_ALL);
  Ort::Session session(environment, bytes.data(), bytes.size(), options);

  const auto input = image.contiguous();
  const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  const auto value = Ort::Value::CreateTensor<float>(memory, input.data_ptr<float>(),
                                                     static_cast<std::size_t>(input.numel()),
                                                     input.sizes().data(), input.sizes().size());
  std::vector<const char*> names;
  for (const auto& output : model.graph().output()) names.push_back(output.name().c_str());
  const char* input_name = "image";
  const auto outputs =
      session.Run(Ort::RunOptions{nullptr}, &input_name, &value, 1, names.data(), names.size());

  std::map<std::string, torch::Tensor> tensors;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto shape = outputs[i].GetTensorTypeAndShapeInfo().GetShape();
    auto* data = const_cast<float*>(outputs[i].GetTensorData<float>());
    tensors[names[i]] = torch::from_blob(data, shape).clone();
  }
  return tensors;
}

}  // namespace chestlens
