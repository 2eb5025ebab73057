#include "learn/jpeg.hpp"

#include "support/image_writers.hpp"

#include <chestlens/decode.hpp>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <vector>

namespace chestlens {
namespace {

/// A film of 8-bit levels with edges and grain.
torch::Tensor grained_film(std::int64_t side) {
  torch::manual_seed(6);
  const auto places = torch::arange(side).to(torch::kFloat32) / static_cast<double>(side);
  const auto x = places.view({1, -1}), y = places.view({-1, 1});
  const auto soft = 0.5 + 0.3 * torch::sin(9.0 * x) * torch::cos(7.0 * y);
  const auto edges = 0.2 * (x + y).gt(1.0).to(torch::kFloat32);
  const auto levels = soft + edges + 0.03 * torch::randn({side, side});
  return (levels.clamp(0.0, 1.0) * 255.0).round() / 255.0;
}

/// The film as libjpeg writes and reads it.
torch::Tensor through_libjpeg(const torch::Tensor& film, int quality) {
  const auto levels = (film * 255.0).round().to(torch::kInt32).contiguous();
  testing::Raster raster{
      .width = static_cast<int>(film.size(1)),
      .height = static_cast<int>(film.size(0)),
      .samples = {levels.data_ptr<int>(), levels.data_ptr<int>() + film.numel()}};
  const auto image = decode_image(testing::write_jpeg(raster, {.quality = quality})).value();
  const std::vector<float> pixels(image.pixels.begin(), image.pixels.end());
  return torch::tensor(pixels).view_as(film) / 255.0;
}

torch::Tensor compressed_films(const torch::Tensor& films, double quality) {
  return through_jpeg(films, jpeg_steps(torch::full({films.size(0)}, quality)));
}

// T.81's table at 50; 5000 / q % below, 200 - 2 q % above, rounded, within 1 and 255.
TEST(JpegSteps, AreTheStandardsTableScaledAsLibjpegScalesIt) {
  const auto steps = jpeg_steps(torch::tensor({50.0F, 100.0F, 10.0F, 75.0F, 1.0F}));
  ASSERT_EQ(steps.sizes(), (torch::IntArrayRef{5, 64}));
  const auto at = [&](int quality, int i) { return steps[quality][i].item<int>(); };
  EXPECT_EQ(at(0, 0), 16);
  EXPECT_EQ(at(0, 7), 61);
  EXPECT_EQ(at(0, 8), 12);
  EXPECT_EQ(at(0, 63), 99);
  EXPECT_TRUE(steps[1].eq(1.0).all().item<bool>());
  EXPECT_EQ(at(2, 0), 80);
  EXPECT_EQ(at(2, 53), 255);
  EXPECT_EQ(at(3, 1), 6);  // 11 / 2, rounded up
  EXPECT_TRUE(steps[4].eq(255.0).all().item<bool>());
}

// libjpeg transforms in integers, so that a coefficient near the middle of two steps may go to the
// other one: some blocks differ by a few levels, most pixels by none.
TEST(ThroughJpeg, IsWhatLibjpegWritesAndReads) {
  for (const std::int64_t side : {64, 45}) {
    const auto film = grained_film(side);
    for (const int quality : {10, 30, 60, 90}) {
      const auto ours = compressed_films(film.view({1, 1, side, side}), quality)[0][0] * 255.0;
      const auto theirs = through_libjpeg(film, quality) * 255.0;
      const auto difference = (ours - theirs).abs();
      EXPECT_LE(difference.mean().item<double>(), 0.6) << side << " " << quality;
      EXPECT_GE(difference.lt(0.5).to(torch::kFloat64).mean().item<double>(), 0.7)
          << side << " " << quality;
      EXPECT_GT((theirs - film * 255.0).abs().mean().item<double>(), 0.5) << side << " " << quality;
    }
  }
}

TEST(ThroughJpeg, KeepsAFlatFilmToHalfAStep) {
  const auto flat = torch::full({1, 1, 16, 16}, 0.4);  // level 102
  EXPECT_LE((compressed_films(flat, 50.0) * 255.0 - 102.0).abs().max().item<double>(),
            1.0);  // 16 / 8 / 2
}

TEST(ThroughJpeg, TakesEachFilmsQuality) {
  const auto film = grained_film(32).view({1, 1, 32, 32});
  const auto both =
      through_jpeg(film.repeat({2, 1, 1, 1}), jpeg_steps(torch::tensor({20.0F, 90.0F})));
  EXPECT_LT((both[0] - compressed_films(film, 20.0)[0]).abs().max().item<double>(), 1.1 / 255.0);
  EXPECT_LT((both[1] - compressed_films(film, 90.0)[0]).abs().max().item<double>(), 1.1 / 255.0);
  EXPECT_GT((both[0] - film[0]).abs().mean().item<double>(),
            2.0 * (both[1] - film[0]).abs().mean().item<double>());
}

}  // namespace
}  // namespace chestlens
