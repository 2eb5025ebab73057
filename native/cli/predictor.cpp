#include "cli/predictor.hpp"

#include "data/film.hpp"
#include "onnx/bundle.hpp"

#include <chestlens/grad_cam.hpp>
#include <chestlens/preprocess.hpp>
#include <chestlens/probability.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace chestlens {
namespace {

/// Grad-CAM of every class, from a batch of one film.
Result<std::vector<FloatImage>> heatmaps_of(const OnnxOutputs& outputs, int classes) {
  const auto& shape = outputs.activations.shape;
  const ActivationShape activation{static_cast<int>(shape[1]), static_cast<int>(shape[2]),
                                   static_cast<int>(shape[3])};
  const auto features = static_cast<std::size_t>(activation.features);
  std::vector<FloatImage> heatmaps;
  for (int c = 0; c < classes; ++c) {
    const auto weights = std::span(outputs.cam_weights.values)
                             .subspan(static_cast<std::size_t>(c) * features, features);
    auto heatmap = grad_cam(outputs.activations.values, activation, weights);
    if (!heatmap) return tl::unexpected(heatmap.error());
    heatmaps.push_back(normalize_heatmap(std::move(*heatmap)));
  }
  return heatmaps;
}

Result<FilmPrediction> predict_image(const Predictor& predictor, GreyImage film) {
  const auto image = preprocess(film, predictor.card.input);
  if (!image) return tl::unexpected(image.error());
  const auto outputs = predictor.session.run(image->pixels, 1);
  if (!outputs) return tl::unexpected(outputs.error());
  auto probabilities = softmax(outputs->logits.values, predictor.card.temperature);
  if (!probabilities) return tl::unexpected(probabilities.error());
  auto heatmaps = heatmaps_of(*outputs, static_cast<int>(predictor.card.classes.size()));
  if (!heatmaps) return tl::unexpected(heatmaps.error());
  const auto most_probable = std::ranges::max_element(*probabilities);
  const auto predicted = static_cast<int>(most_probable - probabilities->begin());
  return FilmPrediction{std::move(film), std::move(*probabilities), predicted,
                        std::move(*heatmaps)};
}

}  // namespace

Result<Predictor> open_predictor(const std::filesystem::path& bundle, int threads) {
  auto files = read_bundle(bundle);
  if (!files) return tl::unexpected(files.error());
  auto session = OnnxSession::open(files->model, (bundle / "model.onnx").string(), threads);
  if (!session) return tl::unexpected(session.error());
  return Predictor{std::move(files->card), std::move(*session)};
}

Result<FilmPrediction> predict_film(const Predictor& predictor, const std::filesystem::path& path) {
  auto film = read_film(path);
  if (!film) return tl::unexpected(film.error());
  auto prediction = predict_image(predictor, std::move(*film));
  if (!prediction) {
    return fail(prediction.error().code, to_string(prediction.error()), path.string());
  }
  return prediction;
}

}  // namespace chestlens
