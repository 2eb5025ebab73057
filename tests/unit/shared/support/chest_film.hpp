#pragma once

#include <chestlens/image.hpp>

#include <cstdint>

namespace chestlens::test {

/// A film of `side` pixels: two dark lungs in a bright chest, and a plate of letters above the
/// patient's left one where `with_text` says so.
inline GreyImage chest_film(int side, bool with_text = true) {
  GreyImage film{side, side, 255, {}};
  const auto is_inside = [](double x, double y, double middle_x, double middle_y, double radius_x,
                            double radius_y) {
    const double across = (x - middle_x) / radius_x, down = (y - middle_y) / radius_y;
    return across * across + down * down < 1.0;
  };
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const double x = (column + 0.5) / side, y = (row + 0.5) / side;
      const bool is_lung =
          is_inside(x, y, 0.31, 0.45, 0.15, 0.28) || is_inside(x, y, 0.70, 0.45, 0.14, 0.28);
      const bool is_text =
          with_text && y > 0.03 && y < 0.09 && x > 0.84 && x < 0.92 && (x < 0.86 || y > 0.07);
      const int texture = (row * 7 + column * 13) % 11;
      film.pixels.push_back(static_cast<std::uint16_t>(is_text   ? 250
                                                       : is_lung ? 50 + texture
                                                                 : 150 + texture));
    }
  }
  return film;
}

}  // namespace chestlens::test
