#include "learn/contact_sheet.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>

namespace chestlens {
namespace {

std::uint8_t red_at(const RgbaImage& sheet, int x, int y) {
  return sheet.pixels[4 * (area_pixels(sheet.width_pixels, y) + static_cast<std::size_t>(x))];
}

/// Pixels of a row that are exactly as bright as this.
int count_in_row(const RgbaImage& sheet, int y, std::uint8_t level) {
  int count = 0;
  for (int x = 0; x < sheet.width_pixels; ++x) count += red_at(sheet, x, y) == level ? 1 : 0;
  return count;
}

TEST(ContactSheet, PlacesEachFilmInItsCell) {
  const auto film = [](double level) { return torch::full({8, 8}, level); };
  const RgbaImage sheet = contact_sheet(
      "title", {{"row", {{film(0.2), {"a"}}, {film(0.6), {"b"}}}}, {"next", {{film(0.4), {}}}}},
      64);
  EXPECT_EQ(sheet.width_pixels, 2 * 24 + 2 * 64 + 12);
  int rows_of_first = 0, rows_of_second = 0;
  for (int y = 0; y < sheet.height_pixels; ++y) {
    if (count_in_row(sheet, y, 51) == 64) {
      ++rows_of_first;
      EXPECT_GE(count_in_row(sheet, y, 153), 64);
      EXPECT_EQ(red_at(sheet, 24, y), 51);
      EXPECT_EQ(red_at(sheet, 24 + 64 + 12, y), 153);
    }
    if (count_in_row(sheet, y, 102) >= 64) ++rows_of_second;
  }
  EXPECT_EQ(rows_of_first, 64);
  EXPECT_EQ(rows_of_second, 64);
}

TEST(ContactSheet, GrowsWithItsCaptionsLines) {
  const auto film = torch::zeros({8, 8});
  const auto height = [&](std::vector<std::string> caption) {
    return contact_sheet("", {{"", {{film, std::move(caption)}}}}, 64).height_pixels;
  };
  const int none = height({});
  const int line = height({"a"}) - none;
  EXPECT_GT(line, 8);
  EXPECT_EQ(height({"a", "b"}), none + line);
  EXPECT_EQ(height({"turned +7.2 deg", "zoomed x1.08"}), none + 2 * line);
}

TEST(ContactSheet, WritesLettersAndCutsWhatDoesNotFit) {
  const std::vector<SheetRow> rows = {{"", {{torch::zeros({8, 8}), {}}}}};
  const RgbaImage silent = contact_sheet("", rows, 64);
  const RgbaImage titled = contact_sheet(std::string(500, 'M'), rows, 64);
  EXPECT_EQ(titled.pixels.size(), silent.pixels.size());
  EXPECT_NE(titled.pixels, silent.pixels);
}

}  // namespace
}  // namespace chestlens
