#include "data/dataset.hpp"

#include "data/film.hpp"
#include "data/parallel.hpp"
#include "io/progress.hpp"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t max_reported_films = 20;

Result<FloatImage> prepare(const std::filesystem::path& path, const InputSpec& input) {
  const auto film = read_film(path);
  if (!film) return tl::unexpected(film.error());
  auto image = preprocess(*film, input);
  if (!image) return fail(image.error().code, to_string(image.error()), path.string());
  return image;
}

/// One error of all that could not be read.
Error unreadable(const std::vector<std::optional<Error>>& errors, const Manifest& manifest) {
  std::optional<ErrorCode> code;
  std::size_t count = 0;
  std::string list;
  for (const auto& error : errors) {
    if (!error) continue;
    if (!code) code = error->code;
    if (++count <= max_reported_films) list.append("\n").append(to_string(*error));
  }
  if (count > max_reported_films) {
    list += "\n... and " + std::to_string(count - max_reported_films) + " more";
  }
  return {code.value(),
          std::to_string(count) + " of " + std::to_string(errors.size()) +
              " films cannot be used; repair them or take their rows out of manifest.csv:" + list,
          manifest.folder.string()};
}

}  // namespace

Result<Dataset> load_dataset(const Manifest& manifest, std::span<const std::size_t> films,
                             const InputSpec& input, int threads) {
  const auto count = static_cast<std::int64_t>(films.size());
  const std::int64_t side = input.size_pixels;
  Dataset dataset{torch::empty({count, 1, side, side}, torch::kFloat32),
                  torch::empty({count}, torch::kInt64)};
  float* pixels = dataset.images.data_ptr<float>();
  std::int64_t* labels = dataset.labels.data_ptr<std::int64_t>();

  std::vector<std::optional<Error>> errors(films.size());
  Progress progress("films at " + std::to_string(side) + " px", count, "films");
  std::mutex progress_mutex;
  parallel_for(films.size(), threads, [&](std::size_t i) {
    const Film& film = manifest.films[films[i]];
    labels[i] = film.class_index;
    const auto image = prepare(manifest.folder / film.file, input);
    if (image) {
      std::ranges::copy(image->pixels,
                        pixels + i * area_pixels(input.size_pixels, input.size_pixels));
    } else {
      errors[i] = image.error();
    }
    const std::lock_guard lock(progress_mutex);
    progress.advance();
  });
  progress.finish();
  if (std::ranges::any_of(errors, [](const auto& error) { return error.has_value(); })) {
    return tl::unexpected(unreadable(errors, manifest));
  }
  return dataset;
}

}  // namespace chestlens
