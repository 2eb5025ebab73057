#include "learn/sharpness.hpp"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>
#include <torch/torch.h>

#include <cmath>

namespace chestlens {
namespace {

torch::Tensor random_film(std::int64_t side) {
  torch::manual_seed(4);
  return torch::rand({side, side});
}

cv::Mat1f to_opencv(torch::Tensor film) {
  return cv::Mat1f(static_cast<int>(film.size(0)), static_cast<int>(film.size(1)),
                   film.data_ptr<float>())
      .clone();
}

torch::Tensor from_opencv(cv::Mat1f image) {
  return torch::from_blob(image.ptr<float>(), {image.rows, image.cols}).clone();
}

torch::Tensor softened(const torch::Tensor& matrices, const torch::Tensor& film) {
  return on_both_sides(matrices, film.view({1, 1, film.size(0), film.size(1)}))[0][0];
}

double largest_gap(const torch::Tensor& difference) {
  return difference.abs().max().item<double>();
}

TEST(BlurMatrices, EqualOpenCvsGaussianBlur) {
  const auto image = random_film(40);
  for (const double sigma : {0.5, 1.3, 4.0}) {
    const int reach = 2 * static_cast<int>(std::ceil(5.0 * sigma)) + 1;
    cv::Mat1f blurred;
    cv::GaussianBlur(to_opencv(image), blurred, {reach, reach}, sigma, sigma, cv::BORDER_REFLECT);
    const auto ours = softened(blur_matrices(torch::full({1}, sigma), 40), image);
    EXPECT_LT(largest_gap(ours - from_opencv(blurred)), 1e-5) << sigma;
    EXPECT_GT(largest_gap(ours - image), 0.1) << sigma;
  }
}

TEST(BlurMatrices, KeepAFilmsMean) {
  const auto image = random_film(40);
  const auto blurred = softened(blur_matrices(torch::full({1}, 3.0), 40), image);
  EXPECT_NEAR(blurred.mean().item<double>(), image.mean().item<double>(), 1e-6);
  EXPECT_LT(blurred.std().item<double>(), 0.3 * image.std().item<double>());
}

TEST(BlurMatrices, OfNoneAreTheIdentity) {
  const auto matrices = blur_matrices(torch::tensor({0.0F, 2.0F}), 24);
  EXPECT_TRUE(torch::equal(matrices[0], torch::eye(24)));
  EXPECT_FALSE(torch::equal(matrices[1], torch::eye(24)));
}

// 20 of 40 pixels are means of four; 15 of 40 and 27 of 40 share pixels by their area.
TEST(ResolutionMatrices, EqualOpenCvsAreaAndLinearResizing) {
  const auto image = random_film(40);
  for (const int kept : {20, 15, 27, 4}) {
    cv::Mat1f small, grown;
    cv::resize(to_opencv(image), small, {kept, kept}, 0.0, 0.0, cv::INTER_AREA);
    cv::resize(small, grown, {40, 40}, 0.0, 0.0, cv::INTER_LINEAR);
    const auto ours = softened(resolution_matrices(torch::full({1}, kept / 40.0), 40), image);
    EXPECT_LT(largest_gap(ours - from_opencv(grown)), 1e-4) << kept;
  }
}

TEST(ResolutionMatrices, OfAllPixelsAreTheIdentity) {
  const auto matrices = resolution_matrices(torch::tensor({1.0F, 0.5F}), 21);
  EXPECT_TRUE(torch::equal(matrices[0], torch::eye(21)));
  EXPECT_LT(largest_gap(matrices.sum(2) - 1.0), 1e-5);
}

TEST(OnBothSides, TakesEachFilmsMatrix) {
  const auto images = torch::rand({2, 1, 16, 16});
  const auto both = on_both_sides(blur_matrices(torch::tensor({1.0F, 3.0F}), 16), images);
  const auto second = softened(blur_matrices(torch::full({1}, 3.0), 16), images[1][0]);
  EXPECT_LT(largest_gap(both[1][0] - second), 1e-6);
}

}  // namespace
}  // namespace chestlens
