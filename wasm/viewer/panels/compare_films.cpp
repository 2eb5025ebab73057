#include <viewer/compare.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/compare_parts.hpp>
#include <viewer/ui/choices.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

/// All the others where they are few, else the ways to the one before and the one after.
void draw_choice(State& state, const Ui& ui) {
  constexpr std::size_t few = 6;
  compare_heading(ui, "Set beside it");
  std::vector<std::string> names;
  std::vector<int> ids;
  int chosen = -1;
  for (const Film& film : state.films) {
    if (film.id == state.selected_id) continue;
    if (film.id == state.compare.prior_id) chosen = static_cast<int>(ids.size());
    names.push_back(film.name);
    ids.push_back(film.id);
  }
  if (ids.empty()) {
    return paragraph(ui.fonts.body, ui.palette.text_quiet,
                     "Open a second film, such as an earlier one of the same person.");
  }
  if (ids.size() > few) {
    if (button(ui, "Film before", false, {0, 30})) step_prior(state, false);
    ImGui::SameLine(0, 6);
    if (button(ui, "Film after", false, {0, 30})) step_prior(state);
  } else if (const auto pressed = chips(ui, "films", names, chosen)) {
    (void)choose_prior(state, ids[static_cast<std::size_t>(*pressed)]);
  }
}

/// The film's name with a patch of its frame's color, its trust, and why there is no answer.
void draw_film(State& state, const Ui& ui, const Film& film, ImU32 frame) {
  const ImVec2 place = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddRectFilled({place.x, place.y + 3}, {place.x + 11, place.y + 14},
                                            frame, 2);
  const float width = ImGui::GetContentRegionAvail().x;
  text_at(ui.fonts.strong, {place.x + 20, place.y}, ui.palette.text,
          shortened(ui.fonts.strong, film.name, width - 20));
  ImGui::Dummy({width, 20});
  if (!film.prediction) {
    return paragraph(ui.fonts.small, ui.palette.text_quiet, "It has no answer yet.");
  }
  const std::string trust = trust_in_short(*film.prediction);
  if (!trust.empty()) {
    paragraph(ui.fonts.small, is_unlike(film) ? ui.palette.caution : ui.palette.text_faint,
              sentence(trust));
  }
  if (answer_is_shown(film)) return;
  gap(4);
  ImGui::PushID(film.id);
  if (button(ui, "Show its answer anyway", false, {0, 30})) {
    (void)show_answer(state, film.id);
  }
  ImGui::PopID();
}

void draw_share(const Ui& ui, const Film& film, std::size_t c, ImU32 frame) {
  constexpr float figures = 58.0F;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float probability = film.prediction->probabilities[c];
  bar(ui, {place.x, place.y + 6}, width - figures, 5, probability, frame);
  text_ending_at(ui.fonts.small, {place.x + width, place.y + 1}, ui.palette.text,
                 format_percent(static_cast<double>(probability)));
  ImGui::Dummy({width, 17});
}

}  // namespace

void draw_compared_films(State& state, const Ui& ui, const Film& film) {
  draw_choice(state, ui);
  const Film* prior = prior_film(state);
  gap(12);
  draw_film(state, ui, film, frame_color(film_frame));
  if (prior == nullptr) return;
  gap(8);
  draw_film(state, ui, *prior, frame_color(prior_frame));
  gap(10);
  for (std::size_t c = 0; c < state.model.classes.size(); ++c) {
    gap(6);
    paragraph(ui.fonts.body, ui.palette.text, state.model.classes[c]);
    if (answer_is_shown(film)) draw_share(ui, film, c, frame_color(film_frame));
    if (answer_is_shown(*prior)) draw_share(ui, *prior, c, frame_color(prior_frame));
  }
  gap(8);
  paragraph(ui.fonts.small, ui.palette.text_faint,
            "Two films differ in more than disease: in exposure, posture and machine. A change of "
            "the probability is no course of a disease.");
}

}  // namespace chestlens::viewer
