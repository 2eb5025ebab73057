#include "phantom/planted_clue.hpp"

#include "phantom/markers.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens::phantom {
namespace {

void brighten_frame(Plane& film, double strength) {
  const int width = std::max(1, static_cast<int>(std::lround(0.05 * film.cols)));
  const cv::Rect inside(width, width, film.cols - 2 * width, film.rows - 2 * width);
  for (int y = 0; y < film.rows; ++y)
    for (int x = 0; x < film.cols; ++x)
      if (!inside.contains({x, y}))
        film(y, x) += static_cast<float>(0.5 * strength) * (1.0F - film(y, x));
}

void add_noise(Plane& film, double deviation, Random& random) {
  for (float& value : film)
    value = std::clamp(static_cast<float>(value + random.normal(0.0, deviation)), 0.0F, 1.0F);
}

}  // namespace

void plant_clue(Plane& film, const PlantedClue& clue, Random& random) {
  switch (clue.kind) {
    case ClueKind::text:
      burn_in_shortcut(film, "WARD 3", random, clue.strength);
      break;
    case ClueKind::border:
      brighten_frame(film, clue.strength);
      break;
    case ClueKind::blur:
      if (clue.strength > 0.0)
        cv::GaussianBlur(film, film, {0, 0}, 0.02 * film.cols * clue.strength);
      break;
    case ClueKind::brightness:
      for (float& value : film)
        value = static_cast<float>(
            std::pow(std::clamp(double{value}, 0.0, 1.0), std::exp2(2.0 * clue.strength)));
      break;
    case ClueKind::noise:
      add_noise(film, 0.1 * clue.strength, random);
      break;
  }
}

}  // namespace chestlens::phantom
