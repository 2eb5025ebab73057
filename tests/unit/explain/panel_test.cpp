#include "explain/panel.hpp"

#include "explain/film_panel.hpp"
#include "explain/tile.hpp"

#include <chestlens/decode.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace chestlens {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

RgbaImage red(int width, int height) {
  RgbaImage image{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    image.pixels.insert(image.pixels.end(), {255, 0, 0, 255});
  }
  return image;
}

Panel two_rows() {
  return {.title = "a <b> film",
          .groups = {},
          .columns = {"film", "HiResCAM"},
          .rows = {{"covid19", {"logit 4.00"}, {{red(40, 30)}, {red(40, 30), "3.10"}}, true},
                   {"normal", {}, {{red(40, 30)}, {{}, "none of this model"}}, false}},
          .notes = {"How to read it."}};
}

TEST(Panel, PngHoldsEveryTileAtItsSize) {
  const auto png = to_png(two_rows());
  ASSERT_TRUE(png) << to_string(png.error());
  const auto image = decode_image(*png);
  ASSERT_TRUE(image) << to_string(image.error());
  // Three tiles of 40 x 30 pure red, of which no text has a pixel; red is grey level 76 or so.
  const auto count = std::ranges::count(image->pixels, image->pixels[0]);
  EXPECT_GT(count, 0);
  std::size_t of_tiles = 0;
  for (const auto level : image->pixels) of_tiles += level > 70 && level < 82 ? 1 : 0;
  EXPECT_GE(of_tiles, 3U * 40 * 30);
  EXPECT_LT(of_tiles, 3U * 40 * 30 + 600);
}

TEST(Panel, HtmlNeedsNothingBesideIt) {
  const auto html = to_html(two_rows());
  ASSERT_TRUE(html);
  EXPECT_THAT(*html, HasSubstr("a &lt;b&gt; film"));
  EXPECT_THAT(*html, HasSubstr("<td class=\"none\">none of this model</td>"));
  EXPECT_THAT(*html, HasSubstr("<tr class=\"marked\"><th scope=\"row\"><b>covid19</b>"));
  EXPECT_THAT(*html, HasSubstr("src=\"data:image/png;base64,"));
  EXPECT_THAT(*html, Not(HasSubstr("<script")));
  EXPECT_THAT(*html, Not(HasSubstr("http")));
}

TEST(Panel, PngGrowsWithWarningsAndCaptions) {
  const auto height_of = [](const Panel& panel) {
    return decode_image(to_png(panel).value()).value().height_pixels;
  };
  Panel panel = two_rows();
  const int before = height_of(panel);
  panel.warnings = {"unlike the training films: 3.2 times the limit, perhaps no chest X-ray"};
  const int warned = height_of(panel);
  EXPECT_GT(warned, before);
  panel.rows[0].tiles[1].caption = "a caption that takes a good many lines under so small a tile";
  EXPECT_GT(height_of(panel), warned);
}

TEST(Panel, BothSidesHaveABarOfTheirOwn) {
  Panel panel = two_rows();
  const auto one = to_html(panel);
  panel.look.sides = MapSides::both;
  const auto two = to_html(panel);
  ASSERT_TRUE(one && two);
  EXPECT_THAT(*one, Not(HasSubstr("against")));
  EXPECT_THAT(*two, HasSubstr("nothing <img"));
  EXPECT_THAT(*two, HasSubstr("against <img"));
  EXPECT_NE(to_png(two_rows()).value(), to_png(panel).value());
}

TEST(Panel, AMapWithoutHeatLeavesTheFilmBare) {
  const GreyImage film{2, 2, 255, {0, 100, 200, 255}};
  const auto bare = map_tile(film, {2, 2, {0, 0, 0, 0}}, default_color_map, {});
  const auto hot = map_tile(film, {2, 2, {1, 1, 1, 1}}, default_color_map, {});
  ASSERT_TRUE(bare && hot);
  for (std::size_t i = 0; i < bare->pixels.size(); i += 4) {
    EXPECT_EQ(bare->pixels[i], bare->pixels[i + 1]);
  }
  EXPECT_NE(bare->pixels, hot->pixels);
}

TEST(Panel, TilesKeepTheFilmsShape) {
  const GreyImage film{300, 150, 65535, std::vector<std::uint16_t>(300 * 150, 40'000)};
  const GreyImage tile = film_tile(film, 192);
  EXPECT_EQ(tile.width_pixels, 192);
  EXPECT_EQ(tile.height_pixels, 96);
  EXPECT_EQ(tile.max_level, 65535);
  EXPECT_EQ(tile.pixels[100], 40'000);
}

}  // namespace
}  // namespace chestlens
