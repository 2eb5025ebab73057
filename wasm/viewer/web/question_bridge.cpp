// The part of the viewer's object that questions films: what is asked goes out, answers come in.
#include <bridge/trust.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>
#include <viewer/ask.hpp>
#include <viewer/measure_actions.hpp>
#include <viewer/web/changed.hpp>

namespace chestlens::viewer {
namespace {

using bridge::from_typed_array;
using emscripten::val;

/// Who answers: `members` holds {name, model_sha256, weight} of each.
val set_model(const std::string& name, const val& members) {
  return changed([&]() -> Status {
    QuestionView& view = state().question;
    view.model = name;
    view.members.clear();
    for (const val& member : emscripten::vecFromJSArray<val>(members)) {
      view.members.push_back({member["name"].as<std::string>(),
                              member["model_sha256"].as<std::string>(),
                              member["weight"].as<double>()});
    }
    return {};
  });
}

/// `said` is null or the core's words of trust.
val set_answer(int id, int number, const val& probabilities, const val& said) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(auto shares, from_typed_array<float>(probabilities, "probabilities"));
    CHESTLENS_TRY(auto trust, bridge::trust_from(said));
    return set_asked_answer(state(), id, number, {std::move(shares), std::move(trust)});
  });
}

val set_failure(int id, int number, const std::string& message) {
  return changed([&] { return set_asked_failure(state(), id, number, message); });
}

val add_point(int id, const std::string& kind, const val& probabilities) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto parsed, parse_change_kind(kind));
    CHESTLENS_TRY(auto shares, from_typed_array<float>(probabilities, "probabilities"));
    return add_curve_point(state(), id, parsed, std::move(shares));
  });
}

val stop_curve(int id, const std::string& kind, const std::string& message) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto parsed, parse_change_kind(kind));
    return set_curve_failure(state(), id, parsed, message);
  });
}

/// Of a film whose answer is shown, which is then selected.
val ask_json(int id, const std::string& json) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto question, parse_question(json));
    CHESTLENS_CHECK(select_film(state(), id));
    return ask(state(), question);
  });
}

val want(int id, const std::string& kind) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto parsed, parse_change_kind(kind));
    CHESTLENS_CHECK(select_film(state(), id));
    want_curve(state(), parsed);
    return {};
  });
}

/// Selects the film and changes its list.
template <typename Change>
val listed(int id, Change change) {
  return changed([&]() -> Status {
    CHESTLENS_CHECK(select_film(state(), id));
    change();
    return {};
  });
}

val undo(int id) {
  return listed(id, [] { undo_question(state()); });
}

val redo(int id) {
  return listed(id, [] { redo_question(state()); });
}

val remove(int id, int number) {
  return listed(id, [number] { remove_question(state(), number); });
}

val questions_of(int id) {
  return bridge::reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto json, questions_json(state(), id));
    return bridge::object_of("json", json);
  });
}

/// A second finger came: what the first one drew was no cover.
void drop_drawing() {
  state().question.drawing.reset();
  drop_measuring(state());
}

EMSCRIPTEN_BINDINGS(questions) {
  emscripten::function("set_asked_model", &set_model);
  emscripten::function("ask", &ask_json);
  emscripten::function("want_curve", &want);
  emscripten::function("undo_question", &undo);
  emscripten::function("redo_question", &redo);
  emscripten::function("remove_question", &remove);
  emscripten::function("set_asked_answer", &set_answer);
  emscripten::function("set_asked_failure", &set_failure);
  emscripten::function("add_curve_point", &add_point);
  emscripten::function("stop_curve", &stop_curve);
  emscripten::function("questions_json", &questions_of);
  emscripten::function("drop_drawing", &drop_drawing);
}

}  // namespace
}  // namespace chestlens::viewer
