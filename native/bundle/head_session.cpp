#include "bundle/head_session.hpp"

#include "bundle/ort_environment.hpp"
#include "io/guarded.hpp"

#include <chestlens/head_model.hpp>

#include <fmt/format.h>
#include <onnxruntime_cxx_api.h>

#include <cstdint>
#include <functional>
#include <numeric>
#include <utility>

namespace chestlens {

struct HeadSession::State {
  std::string name;
  Ort::Env environment = ort_environment(ORT_LOGGING_LEVEL_ERROR);
  Ort::Session session{nullptr};
  std::vector<std::int64_t> shape;  // [-1,F,h,w]
};

HeadSession::HeadSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
HeadSession::~HeadSession() = default;
HeadSession::HeadSession(HeadSession&&) noexcept = default;
HeadSession& HeadSession::operator=(HeadSession&&) noexcept = default;

Result<HeadSession> HeadSession::open(std::span<const std::byte> model, const std::string& name,
                                      int threads) try {
  CHESTLENS_TRY(const auto head, with_context(cut_head(model), name));
  auto state = std::make_unique<State>();
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(threads);
  options.SetLogSeverityLevel(ORT_LOGGING_LEVEL_FATAL);  // failures come back as exceptions
  state->name = name;
  state->session = Ort::Session(state->environment, head.data(), head.size(), options);
  const auto type = state->session.GetInputTypeInfo(0);
  state->shape = type.GetTensorTypeAndShapeInfo().GetShape();
  if (state->shape.size() == 4) return HeadSession(std::move(state));
  return fail(ErrorCode::unsupported, "has activations that are no maps [N,F,h,w]", name);
} catch (const Ort::Exception& error) {
  return fail(
      ErrorCode::corrupt,
      fmt::format("ONNX Runtime refuses the model's head: {}; export it again", error.what()),
      name);
}

Result<std::vector<float>> HeadSession::run(std::span<const float> activations, int films) const {
  auto shape = state_->shape;
  shape[0] = films;
  const auto expected =
      std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
  if (films < 1 || std::ssize(activations) != expected) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} activations are not {} films of [{}, {}, {}]", activations.size(),
                            films, shape[1], shape[2], shape[3]),
                state_->name);
  }
  return guarded(state_->name, [&]() -> Result<std::vector<float>> {
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    // ONNX Runtime's interface wants a mutable pointer, and does not write through it.
    const auto input =
        Ort::Value::CreateTensor<float>(memory, const_cast<float*>(activations.data()),
                                        activations.size(), shape.data(), shape.size());
    const char* input_name = "activations";
    const char* output_name = "logits";
    const auto outputs =
        state_->session.Run(Ort::RunOptions{nullptr}, &input_name, &input, 1, &output_name, 1);
    const auto info = outputs[0].GetTensorTypeAndShapeInfo();
    if (info.GetElementType() != ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) {
      return fail(ErrorCode::mismatch, "gives logits in another type than float32");
    }
    const auto* logits = outputs[0].GetTensorData<float>();
    return std::vector<float>(logits, logits + info.GetElementCount());
  });
}

}  // namespace chestlens
