#include "bundle/ask_film.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t films_at_once = 4;

/// The film that a question wants, or nothing where the film does not show what is asked about.
Result<std::optional<GreyImage>> changed_film(const GreyImage& film, AskedQuestion& asking) {
  auto changed = asked(film, asking.question);
  if (changed) return std::optional(*std::move(changed));
  if (changed.error().code != ErrorCode::not_found) {
    return tl::unexpected(std::move(changed).error());
  }
  asking.not_asked = changed.error().message;
  return std::optional<GreyImage>();
}

Result<std::vector<Answer>> answers_of(const Predictor& predictor,
                                       std::span<const PreparedFilm> films) {
  std::vector<Answer> answers;
  while (!films.empty()) {
    const std::size_t count = std::min(films_at_once, films.size());
    CHESTLENS_TRY(auto predictions, predict_batch(predictor, films.first(count), false));
    for (auto& predicted : predictions) {
      CHESTLENS_TRY(auto prediction, std::move(predicted));
      answers.push_back({std::move(prediction.combined.probabilities), prediction.combined.trust});
    }
    films = films.subspan(count);
  }
  return answers;
}

std::vector<AskedModel> models_of(const Predictor& predictor) {
  std::vector<AskedModel> models;
  for (const PredictorMember& member : predictor.members) {
    models.push_back({member.card.name, model_sha256(member.card), member.weight});
  }
  return models;
}

}  // namespace

Result<AskedList> ask_film(const Predictor& predictor, const DecodedFilm& film,
                           const std::string& name, const std::vector<Question>& questions) {
  AskedList list{.film = name,
                 .model = predictor.name,
                 .members = models_of(predictor),
                 .classes = predictor.members.front().card.classes,
                 .before = {},
                 .questions = {}};
  CHESTLENS_TRY(auto whole, prepare_film(predictor, film.image, film.subject));
  std::vector<PreparedFilm> prepared{std::move(whole)};
  for (const Question& question : questions) {
    AskedQuestion& asking = list.questions.emplace_back(AskedQuestion{question});
    CHESTLENS_TRY(const auto changed, changed_film(film.image, asking));
    if (!changed) continue;
    CHESTLENS_TRY(auto as_taken, prepare_film(predictor, *changed, film.subject));
    prepared.push_back(std::move(as_taken));
  }
  CHESTLENS_TRY(auto answers, answers_of(predictor, prepared));
  auto next = answers.begin();
  list.before = std::move(*next++);
  for (AskedQuestion& asking : list.questions) {
    if (!asking.not_asked.empty()) continue;
    asking.after = std::move(*next++);
    // What a film that was covered may be is no question.
    if (asking.after->trust) asking.after->trust->surprise = Surprise::none;
  }
  return list;
}

}  // namespace chestlens
