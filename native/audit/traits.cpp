#include "audit/traits.hpp"

#include "io/text.hpp"

#include <chestlens/find_text.hpp>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace chestlens {
namespace {

constexpr int border_pixels = 60;      // a tenth of it is whole pixels
constexpr int sharpness_pixels = 256;  // the side at which detail is measured
constexpr double frame_share = 0.15;   // of sharpness and brightness

/// Of values, their standardised selves.
std::vector<float> standardised(std::vector<float> values) {
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0.0;
  for (const float value : values) squares += (double{value} - mean) * (double{value} - mean);
  const double deviation = std::max(1e-3, std::sqrt(squares / count));
  for (float& value : values) value = static_cast<float>((double{value} - mean) / deviation);
  return values;
}

Result<std::vector<float>> border_numbers(const GreyImage& film, InputSpec input) {
  input.size_pixels = border_pixels;
  CHESTLENS_TRY(const auto small, preprocess(film, input));
  const Region frame = border_region(border_pixels, border_pixels, border_share);
  std::vector<float> values;
  for (std::size_t i = 0; i < small.pixels.size(); ++i) {
    if (frame.pixels[i] != 0) values.push_back(small.pixels[i]);
  }
  return standardised(std::move(values));
}

/// Number, share of the film and height of the boxes, and whether one lies in each corner.
std::vector<float> text_numbers(const GreyImage& film) {
  const auto boxes = find_text(film);
  const double width = film.width_pixels, height = film.height_pixels;
  double area = 0.0, highest = 0.0, widest = 0.0;
  std::array<float, 4> corners{};
  for (const Box& box : boxes) {
    const double box_width = box.right - box.left, box_height = box.bottom - box.top;
    area += box_width * box_height / (width * height);
    highest = std::max(highest, box_height / height);
    widest = std::max(widest, box_width / width);
    const bool is_right = box.left + box.right > film.width_pixels;
    const bool is_low = box.top + box.bottom > film.height_pixels;
    corners[static_cast<std::size_t>(2 * is_low + is_right)] = 1.0F;
  }
  std::vector<float> numbers{std::log1p(static_cast<float>(boxes.size())),
                             static_cast<float>(std::sqrt(area)), static_cast<float>(highest),
                             static_cast<float>(widest)};
  numbers.insert(numbers.end(), corners.begin(), corners.end());
  return numbers;
}

/// The film as [0,1] of its file's range.
cv::Mat1f levels_of(const GreyImage& film) {
  cv::Mat1f levels(film.height_pixels, film.width_pixels);
  std::ranges::transform(film.pixels, levels.begin(), [&](std::uint16_t level) {
    return static_cast<float>(level) / static_cast<float>(film.max_level);
  });
  return levels;
}

std::vector<float> frame_values(const cv::Mat1f& values) {
  const Region frame = border_region(values.cols, values.rows, frame_share);
  std::vector<float> kept;
  std::size_t i = 0;
  for (const float value : values) {
    if (frame.pixels[i++] != 0) kept.push_back(value);
  }
  return kept;
}

/// Mean of what is left of values without the largest twentieth: edges of letters and shutters.
double trimmed_mean(std::vector<float> values) {
  const auto kept = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 19 / 20);
  std::nth_element(values.begin(), kept, values.end());
  const auto count = std::max<std::ptrdiff_t>(1, kept - values.begin());
  return std::accumulate(values.begin(), kept, 0.0) / static_cast<double>(count);
}

std::vector<float> sharpness_numbers(const GreyImage& film) {
  cv::Mat1f levels = levels_of(film);
  cv::resize(levels, levels, {sharpness_pixels, sharpness_pixels}, 0.0, 0.0, cv::INTER_AREA);
  std::vector<float> numbers;
  const auto logarithm = [&](double value) {
    numbers.push_back(static_cast<float>(std::log(std::max(value, 1e-5))));
  };
  for (const double scale : {0.7, 1.4, 2.8}) {
    cv::Mat1f fine, coarse, detail;
    cv::GaussianBlur(levels, fine, {0, 0}, scale);
    cv::GaussianBlur(levels, coarse, {0, 0}, 2.0 * scale);
    cv::absdiff(fine, coarse, detail);
    logarithm(trimmed_mean(frame_values(detail)));
  }
  const cv::Mat1f kernel = (cv::Mat1f(3, 3) << 1, -2, 1, -2, 4, -2, 1, -2, 1);
  cv::Mat1f noise;
  cv::filter2D(levels, noise, CV_32F, kernel);
  cv::absdiff(noise, 0.0, noise);
  logarithm(std::sqrt(std::numbers::pi / 2.0) / 6.0 * trimmed_mean(frame_values(noise)));
  // Where detail fades from scale to scale says more than its amount, which contrast sets.
  const std::vector<float> amounts = numbers;
  for (std::size_t i = 1; i < amounts.size(); ++i) numbers.push_back(amounts[i] - amounts[i - 1]);
  return numbers;
}

std::vector<float> quantiles(std::vector<float> values) {
  std::ranges::sort(values);
  std::vector<float> numbers;
  for (const double share : {0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98}) {
    const double last = static_cast<double>(values.size() - 1);
    numbers.push_back(values[static_cast<std::size_t>(std::lround(share * last))]);
  }
  return numbers;
}

/// Levels of the frame, and where they lie between the film's darkest and brightest.
std::vector<float> brightness_numbers(const GreyImage& film) {
  const cv::Mat1f levels = levels_of(film);
  std::vector<float> numbers = quantiles(frame_values(levels));
  const auto [darkest, brightest] = std::minmax_element(levels.begin(), levels.end());
  const float range = std::max(1e-3F, *brightest - *darkest);
  const std::size_t count = numbers.size();
  for (std::size_t i = 0; i < count; ++i) {
    const float place = (numbers[i] - *darkest) / range;
    numbers.push_back(place);
    numbers.push_back(std::log(std::max(place, 0.01F)));
  }
  return numbers;
}

std::vector<float> file_numbers(const GreyImage& film, const std::filesystem::path& path) {
  const auto width = static_cast<float>(film.width_pixels);
  const auto height = static_cast<float>(film.height_pixels);
  const std::string ending = lower_case(path.extension().string());
  const auto is = [&](std::initializer_list<std::string_view> endings) {
    return std::ranges::find(endings, ending) != endings.end() ? 1.0F : 0.0F;
  };
  return {std::log(width),          std::log(height),
          std::log(width / height), std::log(static_cast<float>(film.max_level) + 1.0F),
          is({".jpg", ".jpeg"}),    is({".png"}),
          is({".tif", ".tiff"}),    is({".bmp"}),
          is({".dcm", ".dicom"})};
}

std::vector<float> histogram_numbers(const GreyImage& film) {
  constexpr std::size_t levels = 32;
  std::vector<float> numbers(levels, 0.0F);
  for (const std::uint16_t level : film.pixels) {
    const std::size_t bin = std::size_t{level} * levels / (std::size_t{film.max_level} + 1);
    numbers[std::min(bin, levels - 1)] += 1.0F / static_cast<float>(film.pixels.size());
  }
  for (float& share : numbers) share = std::sqrt(share);
  return numbers;
}

}  // namespace

Result<std::vector<float>> trait_of(Trait trait, const GreyImage& film,
                                    const std::filesystem::path& path, const InputSpec& input) {
  switch (trait) {
    case Trait::border:
      return border_numbers(film, input);
    case Trait::text:
      return text_numbers(film);
    case Trait::sharpness:
      return sharpness_numbers(film);
    case Trait::brightness:
      return brightness_numbers(film);
    case Trait::file:
      return file_numbers(film, path);
    case Trait::histogram:
      break;
  }
  return histogram_numbers(film);
}

}  // namespace chestlens
