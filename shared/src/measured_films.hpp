#pragma once

#include <chestlens/card.hpp>

#include <string>

namespace chestlens {

/// Which films a figure was measured on, of "test, split by patient, 556 films".
struct MeasuredFilms {
  std::string part;        // up to the first comma
  std::string count;       // "556"; "" where it is not said
  bool by_patient = true;  // false: a patient may be on both sides of the split
};

MeasuredFilms films_of(const MeasuredMetric& metric);

/// "556 test films of patients that it never saw".
std::string in_words(const MeasuredMetric& metric);

}  // namespace chestlens
