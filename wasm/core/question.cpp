// Questions of films: what may be asked, the film as a question wants it, and what became of its
// answer.
#include <chestlens/answer_change.hpp>
#include <chestlens/asked_list.hpp>
#include <chestlens/slider.hpp>

#include <bridge/reply.hpp>
#include <bridge/trust.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

#include <memory>
#include <utility>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val ask_film(const DecodedFilm& film, const std::string& json) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto question, parse_question(json));
    CHESTLENS_TRY(auto changed, asked(film.image, question));
    return object_of("film", std::make_shared<DecodedFilm>(
                                 DecodedFilm{std::move(changed), film.subject, film.notes}));
  });
}

val change_question(const std::string& kind, double amount) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto parsed, parse_change_kind(kind));
    return object_of("question", to_json(Question(ChangeQuestion{parsed, amount})));
  });
}

/// {probabilities, trust}.
Result<Answer> answer_from(const val& said) {
  Answer answer;
  CHESTLENS_TRY(answer.probabilities,
                from_typed_array<float>(said["probabilities"], "probabilities"));
  CHESTLENS_TRY(answer.trust, trust_from(said["trust"]));
  return answer;
}

/// What was asked and what became of the answer, in words.
val say_answer(const std::string& json, const val& classes, const val& before, const val& after) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto question, parse_question(json));
    CHESTLENS_TRY(auto first, answer_from(before));
    CHESTLENS_TRY(auto second, answer_from(after));
    const auto names = emscripten::vecFromJSArray<std::string>(classes);
    if (first.probabilities.size() != names.size() || second.probabilities.size() != names.size()) {
      return fail(ErrorCode::mismatch, "give one probability per class", "probabilities");
    }
    auto object = object_of("words", in_words(question));
    object.set("summary", summary_in_words(question, {std::move(first), std::move(second)}, names));
    return object;
  });
}

val parts() {
  auto list = val::array();
  for (const Question& question : ready_questions()) {
    const auto part = std::get<FilmPart>(std::get<CoverQuestion>(question).area);
    auto object = object_of("name", std::string(to_string(part)));
    object.set("words", in_words(CoveredArea(part)));
    list.call<void>("push", object);
  }
  return list;
}

val changes() {
  auto list = val::array();
  for (const Slider& slider : sliders({})) {
    auto object = object_of("name", slider.name);
    object.set("unit", slider.unit);
    object.set("low", slider.low);
    object.set("high", slider.high);
    object.set("neutral", slider.neutral);
    object.set("is_whole", slider.is_whole);
    list.call<void>("push", object);
  }
  return list;
}

/// What may be asked of films.
val choices() {
  auto fills = val::array();
  for (const std::string& fill : cover_fill_names()) fills.call<void>("push", fill);
  auto object = object_of("parts", parts());
  object.set("fills", fills);
  object.set("changes", changes());
  object.set("caveat", std::string(question_caveat));
  return object;
}

EMSCRIPTEN_BINDINGS(question) {
  emscripten::function("question_choices", &choices);
  emscripten::function("ask_film", &ask_film);
  emscripten::function("change_question", &change_question);
  emscripten::function("say_answer", &say_answer);
}

}  // namespace
}  // namespace chestlens::bridge
