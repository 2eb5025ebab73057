#include <fmt/format.h>
#include <viewer/ask.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/question_parts.hpp>
#include <viewer/ui/widgets.hpp>

#include <array>
#include <utility>
#include <vector>

namespace chestlens::viewer {
namespace {

constexpr float knob = 7.0F;  // as far as a slider's knob stays from its ends

std::string amount_in_words(const Slider& slider, double amount) {
  if (slider.kind == ChangeKind::mirror) return amount == 0.0 ? "as it is" : "mirrored";
  return fmt::format("{:.4g} {}", amount, slider.unit);
}

/// Where amounts and probabilities of a curve lie on the screen.
struct CurveFrame {
  const Slider* slider = nullptr;
  ImVec2 place;
  ImVec2 size;

  ImVec2 operator()(double amount, float probability) const {
    constexpr float margin = 6.0F;
    const auto across = static_cast<float>(place_of(*slider, amount));
    return {place.x + knob + across * (size.x - 2 * knob),
            place.y + margin + (1.0F - probability) * (size.y - 2 * margin)};
  }
};

void draw_class_curve(const Curve& curve, std::size_t of_class, const CurveFrame& at, ImU32 color,
                      float thickness) {
  std::vector<ImVec2> points;
  for (std::size_t i = 0; i < curve.probabilities.size(); ++i) {
    points.push_back(at(curve.slider.values[i], curve.probabilities[i][of_class]));
  }
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddPolyline(points.data(), static_cast<int>(points.size()), color, 0, thickness);
  if (thickness < 2.0F) return;
  for (const ImVec2& point : points) draw->AddCircleFilled(point, 2.5F, color);
}

/// Every class's probability along the slider, that of the predicted one bright.
void draw_curve(const Ui& ui, const Film& film, const Curve& curve, double amount) {
  const auto predicted = static_cast<std::size_t>(*predicted_class(film));
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const CurveFrame at = {&curve.slider, place, {ImGui::GetContentRegionAvail().x, 104.0F}};
  const ImVec2 end = {place.x + at.size.x, place.y + at.size.y};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(place, end, ui.palette.raised, corner);
  for (const float share : {0.0F, 0.5F, 1.0F}) {
    draw->AddLine(at(curve.slider.low, share), at(curve.slider.high, share), ui.palette.track);
  }
  const float x = at(amount, 0.0F).x;
  draw->AddLine({x, place.y}, {x, end.y}, ui.palette.bar);
  const std::size_t classes = film.prediction->probabilities.size();
  for (std::size_t c = 0; c < classes; ++c) {
    if (c != predicted) draw_class_curve(curve, c, at, ui.palette.bar, 1.0F);
  }
  draw_class_curve(curve, predicted, at, ui.palette.accent, 2.0F);
  draw->AddCircle(at(curve.slider.neutral, film.prediction->probabilities[predicted]), 5.0F,
                  ui.palette.text, 0, 1.5F);
  ImGui::Dummy({at.size.x, at.size.y});
}

/// What the curve says, or why it goes no further.
void draw_legend(const State& state, const Ui& ui, const Film& film, const Curve& curve) {
  gap(4);
  if (!curve.failure.empty()) {
    return paragraph(ui.fonts.small, ui.palette.danger, sentence(curve.failure));
  }
  const auto predicted = static_cast<std::size_t>(*predicted_class(film));
  const std::size_t known = curve.probabilities.size(), all = curve.slider.values.size();
  line_with_value(ui.fonts.small, state.model.classes[predicted], ui.palette.accent,
                  known < all ? fmt::format("{} of {}", known, all) : "others grey",
                  ui.palette.text_faint);
}

void draw_slider(State& state, const Ui& ui, const Film& film, const Slider& wanted) {
  QuestionView& view = state.question;
  const double amount = view.dragged_amount.value_or(shown_amount(film, wanted));
  if (const Curve* curve = find_curve(film.questions, wanted.kind)) {
    line_with_value(ui.fonts.small, "Probability", ui.palette.text_faint, "0 to 100 %",
                    ui.palette.text_faint);
    draw_curve(ui, film, *curve, amount);
    draw_legend(state, ui, film, *curve);
  }
  double place = place_of(wanted, amount);
  if (slider(ui, "amount", &place, 0.0, 1.0)) view.dragged_amount = amount_at(wanted, place);
  const bool is_released = ImGui::IsItemDeactivated();
  line_with_value(ui.fonts.small, capitalized(wanted.name), ui.palette.text_quiet,
                  amount_in_words(wanted, amount), ui.palette.text);
  if (!is_released || !view.dragged_amount) return;
  const double released = *std::exchange(view.dragged_amount, std::nullopt);
  ask_or_say(state, ChangeQuestion{wanted.kind, released});
}

}  // namespace

void draw_changes(State& state, const Ui& ui, const Film& film) {
  question_heading(ui, "What is changed");
  constexpr std::array labels{"Brightness", "Contrast", "Rotation", "Mirror", "Resolution"};
  QuestionView& view = state.question;
  if (const auto kind = button_grid(ui, "kinds", labels, 3, static_cast<int>(view.change))) {
    view.change = static_cast<ChangeKind>(*kind);
    view.dragged_amount.reset();
  }
  gap(10);
  want_curve(state, view.change);
  draw_slider(state, ui, film, film_slider(film, view.change));
}

}  // namespace chestlens::viewer
