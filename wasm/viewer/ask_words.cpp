#include <fmt/format.h>
#include <viewer/ask.hpp>
#include <viewer/format.hpp>

#include <string>

namespace chestlens::viewer {
namespace {

Answer answer_of(const Prediction& prediction) {
  return {prediction.probabilities, prediction.trust};
}

}  // namespace

std::string summary_of(const State& state, const Film& film, const Asked& asked) {
  if (!film.prediction || !asked.after) return {};
  return summary_in_words(asked.question, {answer_of(*film.prediction), *asked.after},
                          state.model.classes);
}

std::string short_words(const Question& question) {
  const auto* cover = std::get_if<CoverQuestion>(&question);
  if (cover == nullptr || cover->fill != CoverFill::mean) return in_words(question);
  return in_words(cover->area) + " covered";
}

std::string short_answer(const State& state, const Film& film, const Asked& asked) {
  if (!asked.failure.empty()) return "no answer";
  if (!asked.after) return "\u2026";
  const auto at = static_cast<std::size_t>(*predicted_class(film));
  return fmt::format("{} {} \u2192 {}", state.model.classes[at],
                     format_percent(double{film.prediction->probabilities[at]}),
                     format_percent(double{asked.after->probabilities[at]}));
}

Result<std::string> questions_json(const State& state, int id) {
  const Film* film = find_film(state, id);
  if (film == nullptr || !film->prediction) {
    return fail(ErrorCode::not_found, "there is no predicted film of this id",
                "film " + std::to_string(id));
  }
  AskedList list{.film = film->name,
                 .model = state.question.model,
                 .members = state.question.members,
                 .classes = state.model.classes,
                 .before = answer_of(*film->prediction),
                 .questions = {}};
  for (const Asked& asked : film->questions.asked) {
    const bool is_waiting = !asked.after && asked.failure.empty();
    list.questions.push_back(
        {asked.question, asked.after, is_waiting ? "its answer is on its way" : asked.failure});
  }
  return to_json(list);
}

}  // namespace chestlens::viewer
