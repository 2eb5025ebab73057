// What is asked of a bundle's model before its outputs are believed, as on the workstation.
#include <chestlens/model.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

#include <cmath>
#include <span>

namespace chestlens::bridge {
namespace {

using emscripten::val;

Result<val> nothing() {
  return val::object();
}

val check_file(const Card& card, const val& model) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto bytes, from_typed_array<std::uint8_t>(model, "model"));
    CHESTLENS_CHECK(check_model(std::as_bytes(std::span(bytes)), card));
    return nothing();
  });
}

val check_input(const Card& card, double reference_bytes) {
  return reply([&]() -> Result<val> {
    CHESTLENS_CHECK(check_reference(static_cast<std::size_t>(reference_bytes), card));
    return nothing();
  });
}

/// `list` holds {name, type, shape} for each output of a run.
std::vector<ModelTensor> tensors_of(const val& list) {
  std::vector<ModelTensor> tensors;
  for (const val& item : emscripten::vecFromJSArray<val>(list)) {
    ModelTensor tensor{item["name"].as<std::string>(), item["type"].as<std::string>(), {}};
    for (const double side : emscripten::convertJSArrayToNumberVector<double>(item["shape"])) {
      tensor.shape.push_back(std::llround(side));
    }
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

val check_run(const Card& card, const val& list, int films) {
  return reply([&]() -> Result<val> {
    CHESTLENS_CHECK(check_outputs(tensors_of(list), card, films));
    return nothing();
  });
}

val check_logits(const Card& card, const val& logits) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto values, from_typed_array<float>(logits, "logits"));
    CHESTLENS_TRY(const double difference, check_certificate(values, card));
    return object_of("difference", difference);
  });
}

EMSCRIPTEN_BINDINGS(model) {
  emscripten::function("check_model", &check_file);
  emscripten::function("check_reference", &check_input);
  emscripten::function("check_outputs", &check_run);
  emscripten::function("check_certificate", &check_logits);
}

}  // namespace
}  // namespace chestlens::bridge
