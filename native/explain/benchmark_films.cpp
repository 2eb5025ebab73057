#include "explain/benchmark_films.hpp"

#include "data/film.hpp"

#include <chestlens/bootstrap.hpp>

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

template <typename T>
void shuffle(std::vector<T>& values, std::mt19937_64& random) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[draw_index(i, random)]);
  }
}

/// The first of each, then the second of each, ...
std::vector<BenchmarkFilm> in_turns(std::map<std::string, std::vector<BenchmarkFilm>> by_class) {
  std::vector<BenchmarkFilm> films;
  for (std::size_t i = 0, left = 1; left > 0; ++i) {
    left = 0;
    for (auto& [name, of_class] : by_class) {
      if (i >= of_class.size()) continue;
      films.push_back(std::move(of_class[i]));
      ++left;
    }
  }
  return films;
}

}  // namespace

Result<std::vector<BenchmarkFilm>> benchmark_films(const fs::path& folder, std::uint64_t seed,
                                                   const Reporter& reporter) {
  CHESTLENS_TRY(const auto manifest, load_manifest(folder));
  const auto is_test = [](const ManifestRow& row) { return row.split == DeclaredSplit::test; };
  const bool has_test = std::ranges::any_of(manifest.films, is_test);
  std::map<std::string, std::vector<BenchmarkFilm>> by_class;
  std::int64_t masks = 0;
  for (const ManifestRow& row : manifest.films) {
    if (has_test && !is_test(row)) continue;
    const std::string& name = manifest.classes[static_cast<std::size_t>(row.class_index)];
    const fs::path mask = folder / "masks" / row.file;
    std::error_code ignored;
    if (name == "normal" || !fs::exists(mask, ignored)) continue;
    by_class[name].push_back({folder / row.file, mask, name, row.patient_id});
    ++masks;
  }
  if (masks == 0) {
    return fail(ErrorCode::not_found,
                "no film has a mask of its finding (masks/FILE): `chestlens phantom` writes such a "
                "folder",
                folder.string());
  }
  if (!has_test) {
    reporter.note("no film is declared test: all are taken, those that trained the models too");
  }
  std::mt19937_64 random(seed);
  for (auto& [name, films] : by_class) shuffle(films, random);
  return in_turns(std::move(by_class));
}

Result<FloatImage> read_mask(const fs::path& file, int size_pixels) {
  CHESTLENS_TRY(const auto image, read_film(file));
  FloatImage mask{size_pixels, size_pixels,
                  std::vector<float>(area_pixels(size_pixels, size_pixels))};
  // OpenCV's interface wants mutable pixels, and does not write into a source.
  const cv::Mat from(image.height_pixels, image.width_pixels, CV_16U,
                     const_cast<std::uint16_t*>(image.pixels.data()));
  cv::Mat shares;
  from.convertTo(shares, CV_32F, 1.0 / image.max_level);
  cv::Mat to(size_pixels, size_pixels, CV_32F, mask.pixels.data());
  cv::resize(shares, to, to.size(), 0.0, 0.0, cv::INTER_AREA);
  bool any = false;
  for (float& value : mask.pixels) {
    value = value >= 0.5F ? 1.0F : 0.0F;
    any = any || value > 0.0F;
  }
  if (any) return mask;
  return fail(ErrorCode::invalid_argument, "shows no finding", file.string());
}

}  // namespace chestlens
