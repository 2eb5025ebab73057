#include "cli/predict_pictures.hpp"

#include "io/atomic_file.hpp"
#include "io/png_text.hpp"

#include <chestlens/encode.hpp>
#include <chestlens/probability.hpp>

#include <cmath>
#include <map>
#include <set>
#include <span>
#include <string>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

// In each picture, so that a folder of overlays is known again.
constexpr std::string_view keyword = "Software";
constexpr std::string_view writer = "chestlens predict";

bool is_own_picture(const fs::path& path) {
  constexpr std::size_t bytes_up_to_the_text = 128;
  const auto head = read_head(path, bytes_up_to_the_text);
  return head && has_png_text(*head, keyword, writer);
}

Status check_own_pictures(const fs::path& folder) {
  std::set<std::string> pictures;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at->is_regular_file(error) && is_own_picture(at->path())) {
      pictures.insert(at->path().lexically_relative(folder).string());
    }
  }
  if (error) return fail(ErrorCode::io, "cannot be read: " + error.message(), folder.string());
  return holds_only(folder, pictures);
}

/// Two films of one name would write the same overlay.
Status check_overlay_names(const PredictionPictures& pictures,
                           const std::vector<FilmToPredict>& films) {
  std::map<fs::path, fs::path> film_of;
  for (const FilmToPredict& film : films) {
    const auto [other, is_new] = film_of.emplace(overlay_file(pictures, film), film.path);
    if (is_new) continue;
    return fail(ErrorCode::invalid_argument,
                "would write the same overlay as " + other->second.string() + ", " +
                    other->first.filename().string() + "; predict them one by one",
                film.path.string());
  }
  return {};
}

/// Whether the heat-map's file would be an overlay too.
bool takes_an_overlays_place(const PredictionPictures& pictures, const FilmToPredict& film) {
  std::error_code ignored;
  return fs::weakly_canonical(pictures.heatmap, ignored) ==
         fs::weakly_canonical(overlay_file(pictures, film), ignored);
}

/// A heat-map as an 8-bit grey film, one pixel per cell.
GreyImage as_grey(const FloatImage& heatmap) {
  GreyImage grey{heatmap.width_pixels, heatmap.height_pixels, 255, {}};
  for (const float value : heatmap.pixels) {
    grey.pixels.push_back(static_cast<std::uint16_t>(std::lround(255.0F * value)));
  }
  return grey;
}

template <typename Image>
Status write_picture(const fs::path& path, const Image& image) {
  CHESTLENS_TRY(const auto png, with_context(encode_png(image), path.string()));
  return write_file_atomic(path, with_png_text(png, keyword, writer));
}

}  // namespace

fs::path overlay_file(const PredictionPictures& pictures, const FilmToPredict& film) {
  return pictures.overlays / film.name.parent_path() / (film.name.stem().string() + "-overlay.png");
}

Status check_pictures(const PredictionPictures& pictures, const std::vector<FilmToPredict>& films,
                      const OutputRule& rule) {
  if (!pictures.heatmap.empty()) {
    if (films.size() > 1) {
      return fail(ErrorCode::invalid_argument, "is for a single film; --overlay takes many",
                  "--heatmap");
    }
    CHESTLENS_CHECK(check_output_file(pictures.heatmap, rule, ".png"));
    if (!pictures.overlays.empty() && !films.empty() &&
        takes_an_overlays_place(pictures, films.front())) {
      return fail(ErrorCode::invalid_argument, "is also the file of the overlay",
                  pictures.heatmap.string());
    }
  }
  if (pictures.overlays.empty()) return {};
  CHESTLENS_CHECK(check_overlay_names(pictures, films));
  CHESTLENS_CHECK(check_growing_folder(pictures.overlays, rule, {"overlays", check_own_pictures}));
  for (const FilmToPredict& film : films) {
    CHESTLENS_CHECK(check_output_file(overlay_file(pictures, film), rule));
  }
  return {};
}

Status write_pictures(const PredictionPictures& pictures, const Predictor& predictor,
                      const FilmToPredict& film, const FilmPrediction& prediction) {
  const Prediction& combined = prediction.combined;
  const int shown = pictures.class_index.value_or(most_probable(combined.probabilities));
  if (!pictures.heatmap.empty()) {
    const auto& heatmap = combined.heatmaps[static_cast<std::size_t>(shown)];
    CHESTLENS_CHECK(write_picture(pictures.heatmap, as_grey(heatmap)));
  }
  if (pictures.overlays.empty()) return {};
  CHESTLENS_TRY(const auto overlay, with_context(draw_overlay(predictor, prediction, shown,
                                                              pictures.opacity, pictures.colors),
                                                 film.path.string()));
  return write_picture(overlay_file(pictures, film), overlay);
}

}  // namespace chestlens
