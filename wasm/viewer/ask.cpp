#include <viewer/ask.hpp>

#include <algorithm>
#include <utility>

namespace chestlens::viewer {
namespace {

/// Of a film that was shrunk before it was kept, by how much.
int factor_of(const Film& film) {
  const int kept = std::max(1, film.image.width_pixels);
  return std::max(1, (film.width_pixels + kept - 1) / kept);
}

/// A film that can be questioned: it is selected and its answer is on show.
Film* asked_film(State& state) {
  Film* film = selected_film(state);
  return film != nullptr && answer_is_shown(*film) ? film : nullptr;
}

/// One film alone is kept as a question wants it.
void show_image(State& state, Film& film, std::optional<int> number, GreyImage image) {
  for (Film& other : state.films) {
    other.questions.shown_number.reset();
    other.questions.shown_image = {};
  }
  film.questions.shown_number = number;
  film.questions.shown_image = std::move(image);
}

/// Asked or taken back: an answer may come for either.
Result<Asked*> find_any(State& state, int id, int number) {
  if (Film* film = find_film(state, id)) {
    for (auto* list : {&film->questions.asked, &film->questions.undone}) {
      const auto found = std::ranges::find(*list, number, &Asked::number);
      if (found != list->end()) return &*found;
    }
  }
  return fail(ErrorCode::not_found, "there is no such question of the film",
              "question " + std::to_string(number));
}

/// Moves the question at a place of one list to the end of the other.
void move_question(std::vector<Asked>& from, std::size_t place, std::vector<Asked>& to) {
  to.push_back(std::move(from[place]));
  from.erase(from.begin() + static_cast<std::ptrdiff_t>(place));
}

void send_question(State& state, const Film& film, const Asked& asked) {
  state.events.emplace_back(QuestionAsked{film.id, asked.number, to_json(asked.question)});
}

void send_list(State& state, const Film& film) {
  QuestionsChanged changed{film.id, {}};
  for (const Asked& asked : film.questions.asked) changed.numbers.push_back(asked.number);
  state.events.emplace_back(std::move(changed));
}

std::optional<int> newest(const Questions& questions) {
  return questions.asked.empty() ? std::nullopt : std::optional(questions.asked.back().number);
}

}  // namespace

Status ask(State& state, const Question& question) {
  Film* film = asked_film(state);
  if (film == nullptr) {
    return fail(ErrorCode::not_found, "select a film whose answer is shown first");
  }
  CHESTLENS_TRY(auto image, asked(film->image, of_reduced(question, factor_of(*film))));
  Questions& questions = film->questions;
  questions.undone.clear();
  questions.asked.push_back({++questions.last_number, question});
  show_image(state, *film, questions.last_number, std::move(image));
  send_list(state, *film);
  send_question(state, *film, questions.asked.back());
  return {};
}

void ask_or_say(State& state, const Question& question) {
  const Status asked = ask(state, question);
  if (Film* film = selected_film(state)) {
    film->questions.refused = asked ? std::string() : to_string(asked.error());
  }
}

Status set_asked_answer(State& state, int id, int number, Answer answer) {
  CHESTLENS_TRY(Asked * asked, find_any(state, id, number));
  if (answer.probabilities.size() != state.model.classes.size()) {
    return fail(ErrorCode::invalid_argument, "the answer has not one probability per class",
                "question " + std::to_string(number));
  }
  asked->after = std::move(answer);
  asked->failure.clear();
  return {};
}

Status set_asked_failure(State& state, int id, int number, std::string message) {
  CHESTLENS_TRY(Asked * asked, find_any(state, id, number));
  asked->failure = std::move(message);
  return {};
}

void show_question(State& state, std::optional<int> number) {
  Film* film = selected_film(state);
  if (film == nullptr) return;
  const Asked* shown = number ? find_asked(film->questions, *number) : nullptr;
  if (shown == nullptr) return show_image(state, *film, {}, {});
  auto image = asked(film->image, of_reduced(shown->question, factor_of(*film)));
  if (image) show_image(state, *film, number, *std::move(image));
}

void toggle_question(State& state) {
  const Film* film = selected_film(state);
  if (film == nullptr) return;
  show_question(state, film->questions.shown_number ? std::nullopt : newest(film->questions));
}

void undo_question(State& state) {
  if (const Film* film = selected_film(state)) {
    if (const auto number = newest(film->questions)) remove_question(state, *number);
  }
}

void redo_question(State& state) {
  Film* film = selected_film(state);
  if (film == nullptr || film->questions.undone.empty()) return;
  Questions& questions = film->questions;
  move_question(questions.undone, questions.undone.size() - 1, questions.asked);
  show_question(state, newest(questions));
  send_list(state, *film);
}

void remove_question(State& state, int number) {
  Film* film = selected_film(state);
  if (film == nullptr) return;
  Questions& questions = film->questions;
  const Asked* asked = find_asked(questions, number);
  if (asked == nullptr) return;
  move_question(questions.asked, static_cast<std::size_t>(asked - questions.asked.data()),
                questions.undone);
  if (questions.shown_number == number) show_question(state, newest(questions));
  send_list(state, *film);
}

Slider film_slider(const Film& film, ChangeKind kind) {
  return slider_of(kind, {film.width_pixels, film.height_pixels, 1, {}});
}

double shown_amount(const Film& film, const Slider& slider) {
  const Asked* shown = shown_question(film.questions);
  const auto* change = shown == nullptr ? nullptr : std::get_if<ChangeQuestion>(&shown->question);
  return change != nullptr && change->kind == slider.kind ? change->amount : slider.neutral;
}

void want_curve(State& state, ChangeKind kind) {
  Film* film = asked_film(state);
  if (film == nullptr || find_curve(film->questions, kind) != nullptr) return;
  film->questions.curves.push_back({film_slider(*film, kind)});
  state.events.emplace_back(CurveWanted{film->id, std::string(to_string(kind)),
                                        film->questions.curves.back().slider.values});
}

namespace {

Result<Curve*> wanted_curve(State& state, int id, ChangeKind kind) {
  if (Film* film = find_film(state, id)) {
    for (Curve& curve : film->questions.curves) {
      if (curve.slider.kind == kind) return &curve;
    }
  }
  return fail(ErrorCode::not_found, "no such curve is wanted", std::string(to_string(kind)));
}

}  // namespace

Status add_curve_point(State& state, int id, ChangeKind kind, std::vector<float> probabilities) {
  CHESTLENS_TRY(Curve * curve, wanted_curve(state, id, kind));
  if (probabilities.size() != state.model.classes.size() ||
      curve->probabilities.size() == curve->slider.values.size()) {
    return fail(ErrorCode::invalid_argument, "the curve has no place for these probabilities",
                std::string(to_string(kind)));
  }
  curve->probabilities.push_back(std::move(probabilities));
  return {};
}

Status set_curve_failure(State& state, int id, ChangeKind kind, std::string message) {
  CHESTLENS_TRY(Curve * curve, wanted_curve(state, id, kind));
  curve->failure = std::move(message);
  return {};
}

}  // namespace chestlens::viewer
