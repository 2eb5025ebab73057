#pragma once

#include "bundle/runtime.hpp"

#include <chestlens/card.hpp>
#include <chestlens/color_map.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/prediction.hpp>
#include <chestlens/trust.hpp>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

struct PredictorMember {
  Card card;
  OnnxSession session;
  double weight = 1.0;
  std::optional<TrustModel> trust = {};  // none where the bundle has no trust.bin
};

/// Bundles ready to predict on the workstation, by the same shared code as the page's. A single
/// bundle is an ensemble of one. All members have the first one's classes and fit.
struct Predictor {
  std::string name;
  std::vector<PredictorMember> members;
  double temperature = 1.0;  // of the members' weighted mean
};

/// The bundle of a folder. Errors: those of read_bundle and open_session.
Result<Predictor> open_bundle(const std::filesystem::path& bundle, const SessionOptions& options);

/// The model or ensemble `name` (where it is empty, the default) of `models`/catalog.json.
/// Errors: those of read_catalog, find_entry, open_bundle and check_members.
Result<Predictor> open_catalog_entry(const std::filesystem::path& models, const std::string& name,
                                     const SessionOptions& options);

struct FilmPrediction {
  DecodedFilm film;
  Prediction combined;                      // of all members together
  std::vector<WeightedPrediction> members;  // [M], each member's own
};

/// Errors: those of read_decoded_film, preprocess, the sessions and predict_from, with the path.
Result<FilmPrediction> predict_film(const Predictor& predictor, const std::filesystem::path& path);

/// A film as each member's network takes it, and what its header says it is.
struct PreparedFilm {
  std::vector<FloatImage> inputs;  // [M]
  std::string subject = {};        // DecodedFilm::subject
};

/// Errors: those of preprocess.
Result<PreparedFilm> prepare_film(const Predictor& predictor, const GreyImage& film,
                                  const std::string& subject = {});

/// Predictions of films in one run of each member: those of predict_film, without the film, and
/// without heat-maps where they are not asked for. A film that a member finds unlike those of
/// training is also run turned and as a negative, to tell what it may be. Errors as a whole: those
/// of the sessions; of a film: those of predict_from and combine.
Result<std::vector<Result<FilmPrediction>>> predict_batch(const Predictor& predictor,
                                                          std::span<const PreparedFilm> films,
                                                          bool with_heatmaps);

/// The film with a class's heat-map over it, as the page first shows it: grey levels by the first
/// member's window. Errors: those of render_overlay.
Result<RgbaImage> draw_overlay(const Predictor& predictor, const FilmPrediction& prediction,
                               int class_index, float opacity, ColorMap colors = default_color_map);

}  // namespace chestlens
