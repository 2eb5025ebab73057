#include "cli/batch_results.hpp"

#include "data/film.hpp"
#include "io/guarded.hpp"

#include <cstddef>
#include <utility>

namespace chestlens {
namespace {

bool wants_pictures(const PredictionPictures& pictures) {
  return !pictures.heatmap.empty() || !pictures.overlays.empty();
}

/// Films of a batch as the networks take them, and where their results go.
struct Batch {
  std::vector<PreparedFilm> prepared;
  std::vector<DecodedFilm> decoded;  // without their pixels where no pictures are drawn
  std::vector<std::size_t> results;
};

Status add_film(const BatchWork& work, const FilmToPredict& film, std::size_t result,
                Batch& batch) {
  if (film.problem) return tl::unexpected(*film.problem);
  CHESTLENS_TRY(auto decoded, read_decoded_film(film.path, work.frame));
  CHESTLENS_TRY(auto prepared,
                with_context(prepare_film(work.predictor, decoded.image, decoded.subject),
                             film.path.string()));
  batch.prepared.push_back(std::move(prepared));
  if (!wants_pictures(work.pictures)) decoded.image = {};
  batch.decoded.push_back(std::move(decoded));
  batch.results.push_back(result);
  return {};
}

Result<std::vector<Result<FilmPrediction>>> run_networks(const BatchWork& work,
                                                         const Batch& batch) {
  const auto lock = work.one_at_a_time == nullptr ? std::unique_lock<std::mutex>()
                                                  : std::unique_lock(*work.one_at_a_time);
  return predict_batch(work.predictor, batch.prepared,
                       work.style.heatmaps || wants_pictures(work.pictures));
}

/// Draws what is asked for; the result has what was predicted in any case.
void finish(const BatchWork& work, Result<FilmPrediction> prediction, FilmResult& result) {
  if (!prediction) {
    result.error = with_context(std::move(prediction).error(), result.film.path.string());
  } else if (wants_pictures(work.pictures)) {
    auto written = write_pictures(work.pictures, work.predictor, result.film, *prediction);
    if (!written) result.error = std::move(written).error();
  }
  if (prediction) result.notes = prediction->film.notes;
  const auto trust = prediction ? prediction->combined.trust : std::nullopt;
  result.tells_distance = trust && trust->reason.empty() && trust->likeness != Likeness::like;
  result.text =
      film_result(work.style, work.predictor, result.film.path, prediction ? &*prediction : nullptr,
                  result.error ? &*result.error : nullptr);
}

}  // namespace

Result<std::vector<FilmResult>> predict_films(const BatchWork& work,
                                              std::vector<FilmToPredict> films) {
  std::vector<FilmResult> results;
  Batch batch;
  for (FilmToPredict& film : films) {
    FilmResult result{std::move(film), false, {}, {}};
    result.passed_over = is_passed_over(result.film);
    if (!result.passed_over) {
      // An exception of one film, for want of memory, say, ends no other.
      auto added = guarded(result.film.path.string(),
                           [&] { return add_film(work, result.film, results.size(), batch); });
      if (!added) {
        result.error = std::move(added).error();
        result.text =
            film_result(work.style, work.predictor, result.film.path, nullptr, &*result.error);
      }
    }
    results.push_back(std::move(result));
  }
  CHESTLENS_TRY(auto predictions, run_networks(work, batch));
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    if (predictions[i]) predictions[i]->film = std::move(batch.decoded[i]);
    finish(work, std::move(predictions[i]), results[batch.results[i]]);
  }
  return results;
}

}  // namespace chestlens
