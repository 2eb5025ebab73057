#pragma once

#include "bundle/device.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

struct FloatTensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;  // row-major
};

/// A bundle's outputs for N films; the last five are empty of a bundle of format 1.
struct OnnxOutputs {
  FloatTensor logits;       // [N,C]
  FloatTensor features;     // [N,K]
  FloatTensor activations;  // [N,F,h,w]
  FloatTensor cam_weights;  // [N,C,F], the spatial mean of d logits / d activations
  FloatTensor evidence;     // [N,C,h,w], that derivative times the activations
  FloatTensor logit_bias;   // [N,C]; the evidence and it add up to the logit
  FloatTensor max_weights;  // [N,C,F], what a maximum pool adds to that derivative
  FloatTensor early;        // [N,2K], mean and standard deviation of K channels
  FloatTensor middle;       // [N,2K], the same deeper in the network
};

/// The values of one film among a batch's.
std::span<const float> values_of(const FloatTensor& tensor, std::size_t film, std::size_t films);

/// What a run is asked for beside the logits; what is not asked for stays empty.
struct AskedOutputs {
  bool features = true;
  bool heatmaps = true;  // activations and cam_weights
  bool evidence = true;  // evidence, logit_bias and max_weights, where there are any
  bool depths = true;    // early and middle, where there are any
};

/// How a session computes.
struct SessionOptions {
  int threads = 0;  // within a run; 0 is ONNX Runtime's choice, one for each core
  Device device = Device::cpu;
};

/// A bundle's model.onnx in ONNX Runtime. run() may be called from several threads.
class OnnxSession {
 public:
  /// `threads` as SessionOptions has it. Errors: not_found, io, corrupt (a damaged file) and
  /// unsupported (not a model of ours; a device that is not there), naming the file. With a card,
  /// run() gives only outputs of its shapes.
  static Result<OnnxSession> open(const std::filesystem::path& file, int threads = 0);
  static Result<OnnxSession> open(std::span<const std::byte> model, const std::string& name,
                                  int threads = 0, const Card* card = nullptr);
  static Result<OnnxSession> open(std::span<const std::byte> model, const std::string& name,
                                  const SessionOptions& options, const Card* card);

  /// `images` is [films,1,H,W] row-major, prepared by the card's recipe. Errors: invalid_argument
  /// for a length that does not fit, mismatch for outputs that do not, runtime.
  Result<OnnxOutputs> run(std::span<const float> images, std::int64_t films,
                          const AskedOutputs& asked = {}) const;
  Result<OnnxOutputs> run(std::span<const FloatImage> films, const AskedOutputs& asked = {}) const;

  int height_pixels() const;
  int width_pixels() const;

  ~OnnxSession();
  OnnxSession(OnnxSession&&) noexcept;
  OnnxSession& operator=(OnnxSession&&) noexcept;

 private:
  struct State;
  explicit OnnxSession(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// ONNX Runtime's own version, e.g. "1.30.0".
std::string onnx_runtime_version();

}  // namespace chestlens
