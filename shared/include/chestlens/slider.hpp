#pragma once

#include <chestlens/question.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// How far a film may be changed, and where the curve of the answer is drawn.
struct Slider {
  ChangeKind kind = ChangeKind::brightness;
  std::string name;
  std::string unit;  // "times", "degrees", "pixels"; "" for 0 or 1
  double low = 0.0;
  double high = 0.0;
  double neutral = 0.0;        // changes nothing
  bool is_whole = false;       // no fractions
  std::vector<double> values;  // rising, from low to high, with the neutral one
};

/// Brightness and contrast from 1/4 to 4 by cube roots of 2; rotation from -30 to 30 degrees by 5;
/// mirror 0 and 1; resolution from 32 pixels (or all, of a smaller film) by doubling to the film's.
Slider slider_of(ChangeKind kind, const GreyImage& film);

/// One of each kind.
std::vector<Slider> sliders(const GreyImage& film);

/// Errors: invalid_argument with the range, for an amount outside it or a fraction of a whole one.
Status check_amount(const ChangeQuestion& change, const GreyImage& film);

}  // namespace chestlens
