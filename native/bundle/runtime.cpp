#include "bundle/runtime.hpp"

#include "bundle/cuda_provider.hpp"
#include "bundle/ort_environment.hpp"
#include "io/atomic_file.hpp"
#include "io/guarded.hpp"
#include "io/text.hpp"

#include <chestlens/model.hpp>

#include <fmt/format.h>
#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

namespace chestlens {
namespace {

constexpr const char* input_name = "image";

/// An output by its name, and what it is asked for with.
struct Output {
  const char* name;
  FloatTensor OnnxOutputs::* tensor;
  bool AskedOutputs::* asked;  // null: always
  bool is_of_every_format;
};
constexpr std::array<Output, 9> known_outputs{{
    {"logits", &OnnxOutputs::logits, nullptr, true},
    {"features", &OnnxOutputs::features, &AskedOutputs::features, true},
    {"activations", &OnnxOutputs::activations, &AskedOutputs::heatmaps, true},
    {"cam_weights", &OnnxOutputs::cam_weights, &AskedOutputs::heatmaps, true},
    {"evidence", &OnnxOutputs::evidence, &AskedOutputs::evidence, false},
    {"logit_bias", &OnnxOutputs::logit_bias, &AskedOutputs::evidence, false},
    {"max_weights", &OnnxOutputs::max_weights, &AskedOutputs::evidence, false},
    {"early", &OnnxOutputs::early, &AskedOutputs::depths, false},
    {"middle", &OnnxOutputs::middle, &AskedOutputs::depths, false},
}};

/// Whether `value` may be read as float32, and what the card is compared with.
Result<ModelTensor> described(const Ort::Value& value, const char* name) {
  if (value.IsTensor()) {
    const auto info = value.GetTensorTypeAndShapeInfo();
    if (info.GetElementType() == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) {
      return ModelTensor{name, "float32", info.GetShape()};
    }
  }
  return fail(ErrorCode::mismatch, std::string("gives \"") + name +
                                       "\" in another type than float32: not a model that "
                                       "ChestLens exported");
}

FloatTensor to_tensor(const Ort::Value& value) {
  const auto info = value.GetTensorTypeAndShapeInfo();
  const auto* data = value.GetTensorData<float>();
  return {info.GetShape(), {data, data + info.GetElementCount()}};
}

/// Those of a model's outputs that a run is asked for.
std::vector<Output> chosen_outputs(const std::vector<Output>& outputs, const AskedOutputs& asked) {
  std::vector<Output> chosen;
  for (const Output& output : outputs) {
    if (output.asked == nullptr || asked.*output.asked) chosen.push_back(output);
  }
  return chosen;
}

/// Before anything is read of the outputs: types, and the card's shapes where there is a card.
Status check_run(const std::vector<Ort::Value>& outputs, const std::vector<Output>& chosen,
                 const std::optional<Card>& card, std::int64_t films) {
  std::vector<ModelTensor> tensors;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    CHESTLENS_TRY(auto tensor, described(outputs[i], chosen[i].name));
    tensors.push_back(std::move(tensor));
  }
  return card ? check_outputs(tensors, *card, films) : Status();
}

/// The known outputs that the model has. Errors: unsupported where one of every format is not
/// among them.
Result<std::vector<Output>> outputs_of(const Ort::Session& session, const std::string& name) {
  const Ort::AllocatorWithDefaultOptions allocator;
  std::set<std::string> names;
  for (std::size_t i = 0; i < session.GetOutputCount(); ++i) {
    names.emplace(session.GetOutputNameAllocated(i, allocator).get());
  }
  std::vector<Output> outputs;
  for (const Output& output : known_outputs) {
    if (names.contains(output.name)) {
      outputs.push_back(output);
    } else if (output.is_of_every_format) {
      return fail(
          ErrorCode::unsupported,
          fmt::format("has no output \"{}\": not a model that ChestLens exported", output.name),
          name);
    }
  }
  return outputs;
}

/// Whether the model has one input [N,1,H,W] with N open and H, W fixed.
Status check_input(const Ort::Session& session, const std::string& name) {
  const Ort::AllocatorWithDefaultOptions allocator;
  const bool one_input =
      session.GetInputCount() == 1 &&
      session.GetInputNameAllocated(0, allocator).get() == std::string(input_name);
  if (one_input) {
    const auto type = session.GetInputTypeInfo(0);
    const auto shape = type.GetTensorTypeAndShapeInfo().GetShape();
    if (shape.size() == 4 && shape[0] == -1 && shape[1] == 1 && shape[2] > 0 && shape[3] > 0) {
      return {};
    }
  }
  return fail(ErrorCode::unsupported,
              "has no input \"image\" of shape [N,1,H,W]: not a model that ChestLens exported",
              name);
}

}  // namespace

std::span<const float> values_of(const FloatTensor& tensor, std::size_t film, std::size_t films) {
  const std::size_t each = tensor.values.size() / films;
  return std::span(tensor.values).subspan(film * each, each);
}

struct OnnxSession::State {
  std::optional<Card> card;
  std::string name;
  std::vector<Output> outputs;
  Ort::Env environment = ort_environment(ORT_LOGGING_LEVEL_ERROR);
  Ort::Session session{nullptr};
  std::int64_t height_pixels = 0;
  std::int64_t width_pixels = 0;
};

OnnxSession::OnnxSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
OnnxSession::~OnnxSession() = default;
OnnxSession::OnnxSession(OnnxSession&&) noexcept = default;
OnnxSession& OnnxSession::operator=(OnnxSession&&) noexcept = default;

int OnnxSession::height_pixels() const {
  return static_cast<int>(state_->height_pixels);
}
int OnnxSession::width_pixels() const {
  return static_cast<int>(state_->width_pixels);
}

Result<OnnxSession> OnnxSession::open(const std::filesystem::path& file, int threads) {
  CHESTLENS_TRY(const auto bytes, read_file(file));
  return open(bytes, file.string(), threads);
}

Result<OnnxSession> OnnxSession::open(std::span<const std::byte> model, const std::string& name,
                                      int threads, const Card* card) {
  return open(model, name, SessionOptions{.threads = threads}, card);
}

Result<OnnxSession> OnnxSession::open(std::span<const std::byte> model, const std::string& name,
                                      const SessionOptions& asked, const Card* card) try {
  auto state = std::make_unique<State>();  // what follows logs to its environment
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(asked.threads);
  options.SetLogSeverityLevel(ORT_LOGGING_LEVEL_FATAL);  // failures come back as exceptions
  if (asked.device == Device::cuda) CHESTLENS_CHECK(add_cuda(options));
  if (card != nullptr) state->card = *card;
  state->name = name;
  state->session = Ort::Session(state->environment, model.data(), model.size(), options);
  CHESTLENS_TRY(state->outputs, outputs_of(state->session, name));
  CHESTLENS_CHECK(check_input(state->session, name));
  const auto type = state->session.GetInputTypeInfo(0);
  const auto shape = type.GetTensorTypeAndShapeInfo().GetShape();
  state->height_pixels = shape[2];
  state->width_pixels = shape[3];
  return OnnxSession(std::move(state));
} catch (const Ort::Exception& error) {
  if (asked.device == Device::cuda) {
    return fail(
        ErrorCode::runtime,
        fmt::format("ONNX Runtime cannot compute it with CUDA: {}; --device cpu computes it "
                    "here",
                    trimmed(error.what(), " \n")),
        name);
  }
  return fail(ErrorCode::corrupt,
              std::string("ONNX Runtime refuses the model: ") + error.what() +
                  "; export or download it again",
              name);
}

Result<OnnxOutputs> OnnxSession::run(std::span<const float> images, std::int64_t films,
                                     const AskedOutputs& asked) const {
  const std::array<std::int64_t, 4> shape{films, 1, state_->height_pixels, state_->width_pixels};
  const auto expected = films * state_->height_pixels * state_->width_pixels;
  if (films < 1 || std::ssize(images) != expected) {
    return fail(ErrorCode::invalid_argument,
                std::to_string(images.size()) + " values are not " + std::to_string(films) +
                    " films of " + std::to_string(shape[2]) + " x " + std::to_string(shape[3]) +
                    " pixels",
                input_name);
  }
  return guarded(state_->name, [&]() -> Result<OnnxOutputs> {
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    // ONNX Runtime's interface wants a mutable pointer, and does not write through it.
    const auto input = Ort::Value::CreateTensor<float>(memory, const_cast<float*>(images.data()),
                                                       images.size(), shape.data(), shape.size());
    const auto chosen = chosen_outputs(state_->outputs, asked);
    std::vector<const char*> names;
    for (const Output& output : chosen) names.push_back(output.name);
    const auto outputs = state_->session.Run(Ort::RunOptions{nullptr}, &input_name, &input, 1,
                                             names.data(), names.size());
    CHESTLENS_CHECK(with_context(check_run(outputs, chosen, state_->card, films), state_->name));
    OnnxOutputs result;
    for (std::size_t i = 0; i < chosen.size(); ++i)
      result.*chosen[i].tensor = to_tensor(outputs[i]);
    return result;
  });
}

Result<OnnxOutputs> OnnxSession::run(std::span<const FloatImage> films,
                                     const AskedOutputs& asked) const {
  std::vector<float> images;
  images.reserve(films.size() * area_pixels(width_pixels(), height_pixels()));
  for (const auto& film : films) {
    if (film.width_pixels != width_pixels() || film.height_pixels != height_pixels()) {
      return fail(ErrorCode::invalid_argument,
                  "a film is " + std::to_string(film.width_pixels) + " x " +
                      std::to_string(film.height_pixels) + " pixels, the model takes " +
                      std::to_string(width_pixels()) + " x " + std::to_string(height_pixels()),
                  input_name);
    }
    images.insert(images.end(), film.pixels.begin(), film.pixels.end());
  }
  return run(images, std::ssize(films), asked);
}

std::string onnx_runtime_version() {
  return OrtGetApiBase()->GetVersionString();
}

}  // namespace chestlens
