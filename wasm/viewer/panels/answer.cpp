#include <chestlens/trust.hpp>

#include <viewer/format.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>

namespace chestlens::viewer {
namespace {

constexpr float row_height = 40.0F;
constexpr float button_height = 28.0F;

/// How a film's trust is shown: words in a box that is as loud as they are.
struct TrustLook {
  const char* title;
  ImU32 ground;
  ImU32 edge;
  ImU32 title_color;
};

TrustLook look_of(const Film& film, const Palette& palette) {
  const auto& trust = film.prediction->trust;
  if (!trust || !trust->reason.empty()) {
    return {"Whether it is like the training films is not known", palette.raised, palette.bar,
            palette.text_quiet};
  }
  switch (trust->likeness) {
    case Likeness::like:
      return {"Like the training films", palette.raised, palette.accent, palette.text};
    case Likeness::unlike:
      return {"Unlike the training films", palette.caution_dim, palette.caution, palette.caution};
    case Likeness::cannot_tell:
      break;
  }
  return {"Hardly like the training films", palette.raised, palette.caution, palette.text};
}

/// Why it is thought so; "" where the title says all.
std::string reason_of(const Film& film) {
  const auto& trust = film.prediction->trust;
  return trust ? sentence(reason_in_words(*trust)) : std::string();
}

void draw_hints(State& state, const Ui& ui, const Film& film) {
  for (std::size_t i = 0; i < film.hints.size(); ++i) {
    const Hint hint = film.hints[i];  // the action may forget the film's
    gap(8);
    paragraph(ui.fonts.small, ui.palette.text, hint.sentence);
    gap(6);
    if (!button(ui, hint.action.c_str(), false, {0, button_height})) continue;
    if (hint.change == FilmChange{}) {
      state.events.emplace_back(FilesWanted{});
    } else {
      (void)change_film(state, film.id, hint.change);
    }
    return;
  }
}

/// What in the header may identify a patient, listed on request and without its values.
void draw_identifiers(State& state, const Ui& ui, const Film& film) {
  gap(4);
  if (!film.identifiers) {
    if (link(ui, "What in its header may identify a patient")) {
      state.events.emplace_back(IdentifiersWanted{film.id});
    }
    return;
  }
  paragraph(ui.fonts.small, ui.palette.text_quiet,
            film.identifiers->empty()
                ? "Nothing in its header may identify a patient."
                : "May identify a patient; the values are not shown and stay in the file:");
  for (const std::string& element : *film.identifiers) {
    paragraph(ui.fonts.small, ui.palette.text_quiet, element);
  }
}

void draw_trust(State& state, const Ui& ui, const Film& film) {
  const TrustLook look = look_of(film, ui.palette);
  const Box box = begin_box();
  paragraph(ui.fonts.strong, look.title_color, look.title);
  const std::string reason = reason_of(film);
  if (!reason.empty()) {
    gap(2);
    paragraph(ui.fonts.small, ui.palette.text_quiet, reason);
  }
  if (!film.distance.empty()) {
    gap(4);
    paragraph(ui.fonts.small, ui.palette.text_quiet, sentence(film.distance));
  }
  if (const std::string change = in_words(film.change); !change.empty()) {
    gap(4);
    paragraph(ui.fonts.small, ui.palette.text_quiet, "The film was " + change + ".");
  }
  for (const std::string& note : film.notes) {
    gap(4);
    paragraph(ui.fonts.small, ui.palette.text_quiet, note);
  }
  if (film.has_header) draw_identifiers(state, ui, film);
  const bool has_answer = answer_is_shown(film);
  draw_hints(state, ui, film);
  if (film.prediction && !has_answer) {
    gap(12);
    paragraph(ui.fonts.small, ui.palette.text_quiet,
              "The network answers whatever it is shown. Of such a film its answer means little.");
    gap(6);
    if (button(ui, "Show the answer anyway", false, {0, button_height})) {
      (void)show_answer(state, film.id);
    }
  }
  end_box(box, look.ground, look.edge);
}

/// The one thing to know beside an answer of the class; a press opens the card where it has more.
void draw_caveat(State& state, const Ui& ui, int index) {
  const auto at = static_cast<std::size_t>(index);
  if (at >= state.model.caveats.size()) return;
  const ClassCaveat& caveat = state.model.caveats[at];
  const Box box = begin_box();
  paragraph(ui.fonts.small, ui.palette.text_quiet, caveat.sentence);
  if (!caveat.place.empty()) {
    gap(2);
    if (link(ui, "What the audit found")) state.events.emplace_back(CardWanted{caveat.place});
  }
  end_box(box, ui.palette.raised, caveat.place.empty() ? ui.palette.bar : ui.palette.caution);
}

/// A class's name, probability and bar; a click shows its heat-map.
void draw_class(State& state, const Ui& ui, const Film& film, int index) {
  const auto at = static_cast<std::size_t>(index);
  const bool predicted = predicted_class(film) == index;
  const bool shown = state.heatmap_visible && shown_class(film) == index;
  const float probability = film.prediction->probabilities[at];
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;

  ImGui::PushID(index);
  const bool clicked = ImGui::InvisibleButton("class", {width, row_height});
  ImGui::PopID();
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (shown || hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled({place.x - 10, place.y},
                                              {place.x + width + 10, place.y + row_height - 2},
                                              shown ? ui.palette.hover : ui.palette.raised, corner);
  }
  const ImFont* font = predicted ? ui.fonts.strong : ui.fonts.body;
  const ImU32 text_color = predicted ? ui.palette.text : ui.palette.text_quiet;
  const std::string value = format_percent(static_cast<double>(probability));
  const float name_width = width - text_extent(font, value).x - 10;
  text_at(font, {place.x, place.y + 6}, text_color,
          shortened(font, state.model.classes[at], name_width));
  text_ending_at(font, {place.x + width, place.y + 6}, text_color, value);
  const ImU32 likely = is_unlike(film) ? ui.palette.caution : ui.palette.accent;
  bar(ui, {place.x, place.y + 28}, width, 5, probability, predicted ? likely : ui.palette.bar);

  if (clicked) {
    state.heatmap_visible = true;
    (void)show_class(state, index);
  }
}

void draw_classes(State& state, const Ui& ui, const Film& film) {
  gap(section_gap);
  paragraph(
      ui.fonts.small, is_unlike(film) ? ui.palette.caution : ui.palette.text_faint,
      is_unlike(film) ? "An answer to a film that it does not know" : "What the network answers");
  gap(4);
  for (int index = 0; index < static_cast<int>(state.model.classes.size()); ++index) {
    draw_class(state, ui, film, index);
  }
  gap(8);
  draw_caveat(state, ui, *shown_class(film));
}

/// Buttons that turn, mirror or invert what is predicted.
void draw_ways(State& state, const Ui& ui, const Film& film) {
  gap(section_gap);
  paragraph(ui.fonts.small, ui.palette.text_faint, "Predict it another way");
  gap(6);
  struct Way {
    const char* label;
    FilmChange change;
  };
  const Way ways[] = {{"Turned left", {.quarter_turns = 3}},
                      {"Turned right", {.quarter_turns = 1}},
                      {"Mirrored", {.mirror = true}},
                      {"As a negative", {.negative = true}},
                      {"As it came", undo_of(film.change)}};
  constexpr float spacing = 8.0F;
  const float width = (ImGui::GetContentRegionAvail().x - spacing) / 2;
  const auto shown = film.change == FilmChange{} ? std::size(ways) - 1 : std::size(ways);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i % 2 == 1) ImGui::SameLine(0, spacing);
    if (i % 2 == 0 && i > 0) gap(spacing);
    if (button(ui, ways[i].label, false, {width, button_height})) {
      (void)change_film(state, film.id, ways[i].change);
      return;
    }
  }
}

void draw_without_prediction(const State& state, const Ui& ui, const Film& film) {
  if (!film.failure.empty()) {
    line(ui.fonts.strong, ui.palette.danger, "Not predicted");
    gap(4);
    paragraph(ui.fonts.small, ui.palette.text_quiet,
              film.image.pixels.empty() ? "The film cannot be read." : sentence(film.failure));
  } else if (state.model.classes.empty()) {
    paragraph(ui.fonts.body, ui.palette.text_quiet, "No model is loaded yet.");
  } else {
    paragraph(ui.fonts.body, ui.palette.text_quiet, "Predicting\u2026");
  }
}

}  // namespace

void draw_answer(State& state, const Ui& ui, const Film& film) {
  if (film.prediction) {
    draw_trust(state, ui, film);
    if (answer_is_shown(film)) draw_classes(state, ui, film);
  } else {
    draw_without_prediction(state, ui, film);
  }
  if (may_be_changed(state, film)) draw_ways(state, ui, film);
}

}  // namespace chestlens::viewer
