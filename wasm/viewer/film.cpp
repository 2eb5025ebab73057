#include <chestlens/probability.hpp>

#include <viewer/film.hpp>

#include <algorithm>

namespace chestlens::viewer {

const char* to_string(FilmStatus status) {
  switch (status) {
    case FilmStatus::waiting:
      return "waiting";
    case FilmStatus::decoded:
      return "decoded";
    case FilmStatus::ready:
      return "ready";
    case FilmStatus::failed:
      return "failed";
  }
  return "";
}

FilmStatus film_status(const Film& film) {
  if (!film.failure.empty()) return FilmStatus::failed;
  if (film.prediction) return FilmStatus::ready;
  return film.image.pixels.empty() ? FilmStatus::waiting : FilmStatus::decoded;
}

bool is_unlike(const Film& film) {
  return film.prediction && film.prediction->trust &&
         film.prediction->trust->likeness == Likeness::unlike;
}

bool answer_is_shown(const Film& film) {
  return film.prediction && (!is_unlike(film) || film.answer_wanted);
}

std::optional<int> predicted_class(const Film& film) {
  if (!film.prediction || film.prediction->probabilities.empty()) return std::nullopt;
  return most_probable(film.prediction->probabilities);
}

std::optional<int> shown_class(const Film& film) {
  return film.prediction && film.chosen_class ? film.chosen_class : predicted_class(film);
}

int reduction_factor(int width_pixels, int height_pixels, const ImageLimits& limits) {
  int factor = 1;
  const auto reduced = [&](int side) { return (side + factor - 1) / factor; };
  while (std::max(reduced(width_pixels), reduced(height_pixels)) > limits.max_side_pixels ||
         area_pixels(reduced(width_pixels), reduced(height_pixels)) > limits.max_area_pixels) {
    ++factor;
  }
  return factor;
}

GreyImage reduce(const GreyImage& film, int factor) {
  if (factor <= 1) return film;
  GreyImage reduced;
  reduced.width_pixels = (film.width_pixels + factor - 1) / factor;
  reduced.height_pixels = (film.height_pixels + factor - 1) / factor;
  reduced.max_level = film.max_level;
  reduced.pixels.reserve(area_pixels(reduced.width_pixels, reduced.height_pixels));
  for (int top = 0; top < film.height_pixels; top += factor) {
    const int bottom = std::min(top + factor, film.height_pixels);
    for (int left = 0; left < film.width_pixels; left += factor) {
      const int right = std::min(left + factor, film.width_pixels);
      std::uint64_t sum = 0;
      for (int y = top; y < bottom; ++y) {
        const std::uint16_t* row = film.pixels.data() + area_pixels(film.width_pixels, y);
        for (int x = left; x < right; ++x) sum += row[x];
      }
      const std::uint64_t count = area_pixels(right - left, bottom - top);
      reduced.pixels.push_back(static_cast<std::uint16_t>((sum + count / 2) / count));
    }
  }
  return reduced;
}

}  // namespace chestlens::viewer
