#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// The head of a model alone (chestlens/head_model.hpp) in ONNX Runtime: activations to logits.
/// run() may be called from several threads.
class HeadSession {
 public:
  /// Of a whole model.onnx. Errors: those of cut_head; corrupt where ONNX Runtime refuses it,
  /// naming `name`.
  static Result<HeadSession> open(std::span<const std::byte> model, const std::string& name,
                                  int threads = 0);

  /// Logits [films,C] of activations [films,F,h,w]. Errors: invalid_argument, mismatch, runtime.
  Result<std::vector<float>> run(std::span<const float> activations, int films) const;

  ~HeadSession();
  HeadSession(HeadSession&&) noexcept;
  HeadSession& operator=(HeadSession&&) noexcept;

 private:
  struct State;
  explicit HeadSession(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chestlens
