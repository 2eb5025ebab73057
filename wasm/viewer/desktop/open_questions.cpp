#include <nlohmann/json.hpp>
#include <viewer/ask.hpp>
#include <viewer/desktop/json_file.hpp>
#include <viewer/desktop/open.hpp>

#include <filesystem>
#include <fstream>
#include <variant>

namespace chestlens::viewer {
namespace {

using Json = nlohmann::json;

Answer answer_from(const State& state, const Json& json) {
  Answer answer;
  for (const std::string& name : state.model.classes) {
    answer.probabilities.push_back(json.at("probabilities").at(name).get<float>());
  }
  return answer;
}

Status show_questions(State& state, const Json& json) {
  const std::filesystem::path path = json.at("film").get<std::string>();
  CHESTLENS_TRY(const int id, film_id(state, path.filename().string()));
  CHESTLENS_CHECK(select_film(state, id));
  const Questions& questions = selected_film(state)->questions;
  state.question.model = json.at("model");
  for (const Json& asked : json.at("questions")) {
    CHESTLENS_TRY(const auto question, parse_question(asked.at("question").dump()));
    if (!asked.contains("after")) continue;
    CHESTLENS_CHECK(ask(state, question));
    CHESTLENS_CHECK(
        set_asked_answer(state, id, questions.last_number, answer_from(state, asked.at("after"))));
  }
  state.events.clear();
  return {};
}

void save(State& state, int id) {
  const Film* film = find_film(state, id);
  const auto json = questions_json(state, id);
  if (film == nullptr || !json) return;
  const std::string name = film->name + ".questions.json";
  std::ofstream file(name);
  file << *json;
  file.close();
  state.status_text = file ? "Saved as " + name : name + " cannot be written";
  state.status_kind = file ? StatusKind::ready : StatusKind::error;
}

}  // namespace

Status open_questions(State& state, const std::string& path) {
  return show_json_file(path, [&state](const Json& json) { return show_questions(state, json); });
}

void answer_questions(State& state) {
  constexpr const char* reason = "this window runs no network";
  for (const Event& event : state.events) {
    if (const auto* asked = std::get_if<QuestionAsked>(&event)) {
      (void)set_asked_failure(state, asked->id, asked->number, reason);
    } else if (const auto* curve = std::get_if<CurveWanted>(&event)) {
      if (const auto kind = parse_change_kind(curve->kind)) {
        (void)set_curve_failure(state, curve->id, *kind, reason);
      }
    } else if (const auto* saved = std::get_if<QuestionsSaved>(&event)) {
      save(state, saved->id);
    }
  }
}

}  // namespace chestlens::viewer
