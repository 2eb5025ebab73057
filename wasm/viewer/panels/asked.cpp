#include <fmt/format.h>
#include <viewer/ask.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/question_parts.hpp>
#include <viewer/ui/widgets.hpp>

#include <cmath>

namespace chestlens::viewer {
namespace {

struct DependenceLook {
  const char* title;
  ImU32 edge;
};

DependenceLook look_of(Dependence dependence, const Palette& palette) {
  switch (dependence) {
    case Dependence::hangs:
      return {"The answer hangs on it", palette.caution};
    case Dependence::in_part:
      return {"The answer hangs on it in part", palette.caution};
    case Dependence::does_not:
      return {"The answer does not hang on it", palette.accent};
    case Dependence::undecided:
      break;
  }
  return {"The answer was hardly decided", palette.bar};
}

/// Points that the probability moved by: "+2.1", "-72.2" with a minus sign, "0.0".
std::string points_in_words(double points) {
  const double tenths = std::round(10.0 * points);
  const std::string digits = fmt::format("{:.1f}", std::abs(tenths) / 10.0);
  return (tenths > 0.0 ? "+" : tenths < 0.0 ? "\u2212" : "") + digits;
}

/// A class's probability before, hollow, and after, filled, on one line.
void draw_class_change(const Ui& ui, const std::string& name, float before, float after,
                       bool is_predicted) {
  const double points = 100.0 * (double{after} - double{before});
  const bool has_moved = std::abs(points) > 100.0 * same_answer;
  const ImU32 moved = has_moved ? ui.palette.caution : ui.palette.bar;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  constexpr float change_width = 46.0F;
  constexpr float least_width = 240.0F;
  const std::string was_and_is =
      (width < least_width ? "" : format_percent(double{before}) + " \u2192 ") +
      format_percent(double{after});
  const float name_width = width - change_width - text_extent(ui.fonts.small, was_and_is).x - 8;
  text_at(is_predicted ? ui.fonts.strong : ui.fonts.small, place,
          is_predicted ? ui.palette.text : ui.palette.text_quiet,
          shortened(is_predicted ? ui.fonts.strong : ui.fonts.small, name, name_width));
  text_ending_at(ui.fonts.small, {place.x + width - change_width, place.y}, ui.palette.text,
                 was_and_is);
  text_ending_at(ui.fonts.small, {place.x + width, place.y},
                 has_moved ? ui.palette.caution : ui.palette.text_faint, points_in_words(points));
  constexpr float radius = 4.5F;
  const float middle = place.y + 24;
  const auto at = [&](float share) { return place.x + radius + share * (width - 2 * radius); };
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled({place.x, middle - 1.5F}, {place.x + width, middle + 1.5F}, ui.palette.track,
                      2);
  draw->AddLine({at(before), middle}, {at(after), middle}, moved, 3);
  draw->AddCircleFilled({at(before), middle}, radius, ui.palette.raised);
  draw->AddCircle({at(before), middle}, radius, ui.palette.text_quiet, 0, 1.5F);
  draw->AddCircleFilled({at(after), middle}, radius,
                        has_moved ? ui.palette.caution : ui.palette.text);
  ImGui::Dummy({width, 34});
}

}  // namespace

void draw_comparison(const State& state, const Ui& ui, const Film& film, const Asked& asked) {
  const Box box = begin_box();
  ImU32 edge = ui.palette.bar;
  if (!asked.failure.empty()) {
    edge = ui.palette.danger;
    paragraph(ui.fonts.small, ui.palette.danger, sentence(asked.failure));
  } else if (!asked.after) {
    paragraph(ui.fonts.small, ui.palette.text_quiet, "Predicting\u2026");
  } else {
    const Prediction& before = *film.prediction;
    const auto look =
        look_of(dependence_of({{before.probabilities, before.trust}, *asked.after}), ui.palette);
    edge = look.edge;
    paragraph(ui.fonts.strong, ui.palette.text, look.title);
    gap(2);
    paragraph(ui.fonts.small, ui.palette.text_quiet, sentence(summary_of(state, film, asked)));
    gap(8);
    for (std::size_t c = 0; c < state.model.classes.size(); ++c) {
      draw_class_change(ui, state.model.classes[c], before.probabilities[c],
                        asked.after->probabilities[c],
                        static_cast<int>(c) == *predicted_class(film));
    }
    paragraph(ui.fonts.small, ui.palette.text_faint, "hollow before, filled after; in points");
  }
  end_box(box, ui.palette.raised, edge);
}

}  // namespace chestlens::viewer
