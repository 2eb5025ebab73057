#pragma once

#include "data/manifest.hpp"

#include <compare>
#include <cstddef>
#include <string>

namespace chestlens {

/// Where a film's patient stands among those whose ids differ in their last number alone:
/// "person12_virus" is number 12 of "person#_virus". Sorted, a series is in its own order.
struct SeriesPlace {
  std::string series;
  std::size_t digits = 0;  // of the number
  std::string number;      // without leading zeros; empty where the id has none

  friend auto operator<=>(const SeriesPlace&, const SeriesPlace&) = default;
};

/// By the patient's id, or by the film's file where patients are not known.
SeriesPlace series_place(const ManifestRow& film);

}  // namespace chestlens
