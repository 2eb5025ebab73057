#pragma once

#include "data/csv.hpp"
#include "data/random.hpp"
#include "io/atomic_file.hpp"
#include "support/must.hpp"

#include <chestlens/encode.hpp>
#include <chestlens/image.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens::test {

/// A small grey film: noise under stripes across, stripes down, squares or nothing by its class,
/// so that a network can learn the classes.
inline GreyImage small_film(int side, int class_index, std::uint64_t seed) {
  GreyImage film{side, side, 255, std::vector<std::uint16_t>(area_pixels(side, side))};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const auto i = static_cast<std::size_t>(y * side + x);
      const bool patterns[] = {y / 3 % 2 == 0, x / 3 % 2 == 0, (x / 6 + y / 6) % 2 == 0, false};
      const auto noise = static_cast<std::uint16_t>(derive_seed(seed, {i}) % 100);
      film.pixels[i] = static_cast<std::uint16_t>(noise + (patterns[class_index % 4] ? 120 : 0));
    }
  }
  return film;
}

inline void write_film(const std::filesystem::path& path, const GreyImage& film) {
  must(write_file_atomic(path, encode_png(film).value()));
}

/// A data set of `films_per_class` small films of each class, one film per patient; the last film
/// of each class is a test film where `with_test` says so.
inline void write_film_folder(const std::filesystem::path& folder,
                              const std::vector<std::string>& classes, int films_per_class,
                              int side = 32, bool with_test = false) {
  std::string manifest = csv_line({"file", "class", "patient_id", "split", "source", "licence"});
  for (std::size_t c = 0; c < classes.size(); ++c) {
    for (int i = 0; i < films_per_class; ++i) {
      const std::string name = classes[c] + std::to_string(i);
      const std::string split = with_test && i + 1 == films_per_class ? "test" : "train";
      write_film(folder / (name + ".png"),
                 small_film(side, static_cast<int>(c), derive_seed(c, {std::uint64_t(i)})));
      manifest += csv_line({name + ".png", classes[c], "patient " + name, split,
                            i % 2 == 0 ? "hospital A" : "hospital B", "CC0"});
    }
  }
  must(write_file_atomic(folder / "manifest.csv", manifest));
}

}  // namespace chestlens::test
