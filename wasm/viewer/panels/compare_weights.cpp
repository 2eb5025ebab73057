#include <fmt/format.h>
#include <viewer/compare.hpp>
#include <viewer/compare_weights.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/compare_parts.hpp>
#include <viewer/ui/widgets.hpp>

#include <utility>

namespace chestlens::viewer {
namespace {

constexpr float knob = 7.0F;  // as far as a slider's knob stays from its ends

/// The interval as a band and the validated weight as a line, under a slider that is drawn next.
void draw_marks(const Ui& ui, const ComparedModel& model) {
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const auto at = [&](double weight) {
    return place.x + knob + static_cast<float>(weight) * (width - 2 * knob);
  };
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (model.weight_interval) {
    draw->AddRectFilled({at(model.weight_interval->low), place.y + 4},
                        {at(model.weight_interval->high), place.y + 16}, ui.palette.accent_dim, 3);
  }
  const float middle = at(model.weight);
  draw->AddRectFilled({middle - 1, place.y}, {middle + 1, place.y + 20}, ui.palette.text_quiet);
}

/// "validated 0.70 (0.55–0.85)".
std::string validated_words(const ComparedModel& model) {
  if (!model.weight_interval) return fmt::format("validated {:.2f}", model.weight);
  return fmt::format("validated {:.2f} ({:.2f}\u2013{:.2f})", model.weight,
                     model.weight_interval->low, model.weight_interval->high);
}

void draw_class_change(const State& state, const Ui& ui, const Film& film, std::size_t c) {
  const auto before = static_cast<double>(film.prediction->probabilities[c]);
  const auto now = static_cast<double>(film.compared.moved->probabilities[c]);
  line_with_value(ui.fonts.small, state.model.classes[c], ui.palette.text_quiet,
                  fmt::format("{} \u2192 {}", format_percent(before), format_percent(now)),
                  ui.palette.text);
}

}  // namespace

void draw_weight(State& state, const Ui& ui, std::size_t member) {
  CompareView& view = state.compare;
  const ComparedModel& model = view.models[member];
  double weight = view.weights[member];
  gap(4);
  line_with_value(ui.fonts.small, validated_words(model), ui.palette.text_faint,
                  fmt::format("weight {:.2f}", weight),
                  view.member == member ? ui.palette.text : ui.palette.text_quiet);
  draw_marks(ui, model);
  ImGui::PushID(static_cast<int>(member));
  if (slider(ui, "weight", &weight, 0.0, 1.0)) {
    (void)move_weight(state, member, weight);
    view.is_dragging = true;
  }
  if (ImGui::IsItemDeactivated()) view.is_dragging = false;
  ImGui::PopID();
}

void draw_moved_weights(State& state, const Ui& ui, const Film& film) {
  const CompareView& view = state.compare;
  gap(8);
  const bool is_validated = weights_are_validated(view);
  const Box box = begin_box();
  paragraph(ui.fonts.small, is_validated ? ui.palette.text_quiet : ui.palette.caution,
            weights_sentence(view));
  if (film.compared.moved) {
    gap(6);
    for (std::size_t c = 0; c < state.model.classes.size(); ++c) {
      draw_class_change(state, ui, film, c);
    }
  }
  const bool has_undo = !view.earlier.empty(), has_redo = !view.undone.empty();
  if (!is_validated || has_undo || has_redo) gap(6);
  if (!is_validated) {
    if (button(ui, "Back to the validated weights", false, {0, 30})) reset_weights(state);
    gap(4);
  }
  if (has_undo && button(ui, "Undo", false, {0, 30})) undo_weights(state);
  if (has_undo && has_redo) ImGui::SameLine();
  if (has_redo && button(ui, "Redo", false, {0, 30})) redo_weights(state);
  end_box(box, is_validated ? ui.palette.panel : ui.palette.caution_dim,
          is_validated ? ui.palette.bar : ui.palette.caution);
}

}  // namespace chestlens::viewer
