#pragma once

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

// What is asked of a bundle's model before its outputs are believed. The program and the page call
// the same functions.

/// A tensor that goes into a model or comes out of it.
struct ModelTensor {
  std::string name;                 // "logits"
  std::string type;                 // "float32", "int64", ...
  std::vector<std::int64_t> shape;  // -1 where a side is open
};

struct ModelInterface {
  std::vector<ModelTensor> inputs;
  std::vector<ModelTensor> outputs;
};

/// What a model.onnx declares. Errors: corrupt for bytes that are no ONNX; unsupported for what
/// ChestLens never exports and a stranger's model may do harm with: weights in other files,
/// operators beyond ai.onnx, graphs within nodes (loops), another opset than 13 to 21.
Result<ModelInterface> read_model_interface(std::span<const std::byte> model);

/// Whether a model.onnx takes `image` [N,1,H,W] of the card's size and declares the outputs of the
/// card's format (ARCHITECTURE.md, "The bundle") as the card describes them. Errors: those of
/// read_model_interface, mismatch.
Status check_model(std::span<const std::byte> model, const Card& card);

/// Whether outputs are float32 of the shapes that the bundle's format gives them, with N films (-1
/// while it is open) and C, F, h, w of the card; other names are not looked at. Errors: mismatch.
Status check_outputs(std::span<const ModelTensor> outputs, const Card& card, std::int64_t films);

/// Whether the certificate's input has the size of the card's. Errors: mismatch.
Status check_reference(std::size_t reference_bytes, const Card& card);

/// The largest |difference| of a runtime's logits for the reference input from the certificate's.
/// Errors: mismatch where it is above 1e-3 or no number: this runtime must not be trusted.
Result<double> check_certificate(std::span<const float> logits, const Card& card);

}  // namespace chestlens
