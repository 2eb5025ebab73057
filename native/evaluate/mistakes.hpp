#pragma once

#include <chestlens/assessment.hpp>

#include <cstddef>
#include <vector>

namespace chestlens {

/// A film that was taken for another class.
struct Mistake {
  std::size_t film = 0;  // its position
  int truth = 0;
  int predicted = 0;
  float predicted_probability = 0.0F;
  float true_probability = 0.0F;
};

/// At most so many mistakes, those first whose wrong class has the highest probability; of equals
/// the earlier film. The prediction is the class of highest probability, the first of equals.
std::vector<Mistake> confident_mistakes(const ScoredFilms& scored, std::size_t most);

}  // namespace chestlens
