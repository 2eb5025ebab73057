#include "embed/film_features.hpp"

#include "data/film.hpp"
#include "data/ordered_pipeline.hpp"
#include "io/progress.hpp"

#include <chestlens/preprocess.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t films_at_once = 4;
constexpr std::size_t most_listed = 20;

/// Some films' features, or which of them cannot be used and why.
struct Batch {
  std::vector<float> features;
  std::size_t films = 0;
  std::vector<Error> unusable;
};

Result<FloatImage> prepared(const fs::path& path, const Card& card, std::optional<int> frame) {
  CHESTLENS_TRY(const auto film, read_film(path, frame));
  return with_context(preprocess(film, card.input), path.string());
}

Result<Batch> features_of(const OnnxSession& session, const Card& card,
                          std::span<const fs::path> films, std::optional<int> frame) {
  Batch batch{.features = {}, .films = films.size(), .unusable = {}};
  std::vector<FloatImage> images;
  for (const fs::path& path : films) {
    auto image = prepared(path, card, frame);
    if (image) {
      images.push_back(*std::move(image));
    } else {
      batch.unusable.push_back(std::move(image).error());
    }
  }
  if (!batch.unusable.empty()) return batch;
  std::vector<float> pixels;
  for (const FloatImage& image : images) {
    pixels.insert(pixels.end(), image.pixels.begin(), image.pixels.end());
  }
  CHESTLENS_TRY(auto outputs, session.run(pixels, std::ssize(films), {.heatmaps = false}));
  batch.features = std::move(outputs.features.values);
  const std::size_t width = batch.features.size() / films.size();
  for (std::size_t i = 0; i < films.size(); ++i) {
    const auto row = std::span(batch.features).subspan(i * width, width);
    if (std::ranges::all_of(row, [](float value) { return std::isfinite(value); })) continue;
    batch.unusable.push_back({ErrorCode::runtime,
                              card.name + " gives features that are no finite numbers",
                              films[i].string()});
  }
  return batch;
}

tl::unexpected<Error> unusable(const std::vector<Error>& errors, std::size_t films) {
  std::string list;
  for (std::size_t i = 0; i < std::min(errors.size(), most_listed); ++i) {
    list += "\n" + to_string(errors[i]);
  }
  if (errors.size() > most_listed)
    list += fmt::format("\n... and {} more", errors.size() - most_listed);
  return fail(errors.front().code,
              fmt::format("{} of {} films cannot be used; repair them or leave them out:{}",
                          errors.size(), films, list));
}

}  // namespace

Result<Rows> film_features(const OnnxSession& session, const Card& card,
                           std::span<const fs::path> films, int threads, const Reporter& reporter,
                           const std::function<bool()>& stopped, std::optional<int> frame) {
  const auto is_stopped = [&] { return stopped && stopped(); };
  Progress progress(reporter, card.name, std::ssize(films), "films");
  std::size_t taken = 0;
  const auto take = [&](const std::stop_token&) -> std::optional<std::span<const fs::path>> {
    if (taken == films.size() || is_stopped()) return std::nullopt;
    const std::size_t begin = std::exchange(taken, std::min(films.size(), taken + films_at_once));
    return films.subspan(begin, taken - begin);
  };
  Rows rows;
  std::vector<Error> errors;
  const auto put = [&](Result<Batch> batch) -> Status {
    CHESTLENS_CHECK(batch);
    std::ranges::move(batch->unusable, std::back_inserter(errors));
    if (errors.empty()) {
      rows.width = batch->features.size() / batch->films;
      if (rows.values.empty()) rows.values.reserve(films.size() * rows.width);
      rows.values.insert(rows.values.end(), batch->features.begin(), batch->features.end());
    }
    progress.advance(static_cast<std::int64_t>(batch->films));
    return {};
  };
  CHESTLENS_CHECK(ordered_pipeline(
      threads, take,
      [&](std::span<const fs::path> some) { return features_of(session, card, some, frame); },
      put));
  if (is_stopped()) return fail(ErrorCode::interrupted, "stopped; nothing was written");
  progress.finish();
  if (films.size() == 1 && !errors.empty()) return tl::unexpected(std::move(errors.front()));
  if (!errors.empty()) return unusable(errors, films.size());
  return rows;
}

}  // namespace chestlens
