#pragma once

#include "further_writers.hpp"
#include "shared/support/expect.hpp"

#include <chestlens/dicom.hpp>

namespace chestlens::testing {

/// The film, or a failure of the test and an empty one.
inline DecodedFilm film_of(const Bytes& file) {
  auto film = decode_film(file);
  EXPECT_TRUE(film) << to_string(film.error());
  return film ? std::move(*film) : DecodedFilm{};
}

/// Compares size, range and every pixel; expected(x, y) gives the level.
template <typename Expected>
void expect_film(const Bytes& file, int width, int height, std::uint16_t max_level,
                 Expected expected) {
  const GreyImage image = film_of(file).image;
  ASSERT_EQ(image.width_pixels, width);
  ASSERT_EQ(image.height_pixels, height);
  EXPECT_EQ(image.max_level, max_level);
  std::vector<std::uint16_t> levels;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) levels.push_back(static_cast<std::uint16_t>(expected(x, y)));
  }
  EXPECT_EQ(image.pixels, levels);
}

/// A level of 0..stored on the scale 0..max, rounded half up.
inline std::uint16_t expected_scaled(std::uint64_t level, std::uint64_t stored, std::uint64_t max) {
  return static_cast<std::uint16_t>((2 * level * max + stored) / (2 * stored));
}

/// Decodes and expects an error of this code whose message holds `part`.
inline void expect_refused(const Bytes& file, ErrorCode code, std::string_view part) {
  const auto film = decode_film(file);
  ASSERT_FALSE(film) << "decoded " << film->image.width_pixels << " x "
                     << film->image.height_pixels;
  EXPECT_EQ(to_string(film.error().code), to_string(code)) << to_string(film.error());
  EXPECT_THAT(to_string(film.error()), ::testing::HasSubstr(part));
}

/// Cut at every place, the file is refused, or read whole with a note.
inline void expect_cut_is_noticed(const Bytes& file) {
  const GreyImage whole = film_of(file).image;
  std::size_t read = 0;
  for (std::size_t size = 0; size < file.size(); ++size) {
    const auto film = decode_film(cut(file, size));
    if (!film) continue;
    ++read;
    ASSERT_EQ(film->image.pixels, whole.pixels) << "cut to " << size << " bytes";
    EXPECT_THAT(film->notes, ::testing::Contains(::testing::HasSubstr("end is missing"))) << size;
  }
  EXPECT_GT(read, 0U) << "without its last byte every pixel is there";
  EXPECT_LE(read, 40U) << "of the bytes of a header or of metadata";
}

}  // namespace chestlens::testing
