#pragma once

#include <chestlens/card.hpp>

#include <optional>
#include <string>

namespace chestlens {

/// What stands beside every answer of a class: the one thing that a reader of it should know.
struct Caveat {
  std::string sentence;
  std::optional<std::size_t> finding;  // in Card::findings, where there is more of it
};

/// Of the findings about the class, the first that is there: what the audit convicts the model of,
/// the furthest above chance; what the films alone offer beside disease; that it found nothing.
/// Without an audit, or of another model.onnx, that nobody looked. Errors: invalid_argument for a
/// class that the card does not have.
Result<Caveat> caveat_of(const Card& card, int class_index);

}  // namespace chestlens
