#include "onnx/export.hpp"

#include "io/guarded.hpp"
#include "networks/classifier.hpp"
#include "onnx/cam.hpp"
#include "onnx/check.hpp"
#include "onnx/depths.hpp"
#include "onnx/fold.hpp"
#include "onnx/lower.hpp"
#include "onnx/store_in_float16.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

Status require_float32_on_cpu(const Classifier& classifier) {
  for (const auto& parameter : classifier.module->named_parameters()) {
    const auto& values = parameter.value();
    if (values.device().is_cpu() && values.scalar_type() == torch::kFloat32) continue;
    return fail(ErrorCode::invalid_argument,
                "must be on the CPU in float32 to be exported: call module->to(torch::kCPU, "
                "torch::kFloat32) first",
                parameter.key());
  }
  return {};
}

}  // namespace

Result<onnx::ModelProto> export_model(const Classifier& classifier, int size_pixels,
                                      WeightStorage storage) {
  CHESTLENS_CHECK(require_float32_on_cpu(classifier));
  CHESTLENS_TRY(auto graph, lower_classifier(classifier, size_pixels));
  CHESTLENS_CHECK(guarded("ONNX export", [&graph]() -> Status {
    fold_batch_norms(graph);
    add_depths(graph);
    return add_explanations(graph);
  }));
  auto model = to_model(graph);
  if (storage == WeightStorage::float16) store_in_float16(model);
  CHESTLENS_CHECK(check_model(model));
  return model;
}

std::string serialize(const onnx::ModelProto& model) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  model.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace chestlens
