#include <chestlens/overlay.hpp>
#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <viewer/format.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>
#include <viewer/windowing.hpp>

#include <cmath>
#include <utility>

namespace chestlens::viewer {
namespace {

void section(const Ui& ui, const char* title) {
  gap(section_gap);
  separator();
  gap(section_gap - 2);
  line(ui.fonts.strong, color::text, title);
  gap(6);
}

/// A class's name, probability and bar; a click shows its heat-map.
void draw_class(State& state, const Ui& ui, const Film& film, int index) {
  constexpr float height = 40.0F;
  const auto at = static_cast<std::size_t>(index);
  const bool predicted = predicted_class(film) == index;
  const bool shown = state.heatmap_visible && shown_class(film) == index;
  const float probability = film.prediction->probabilities[at];
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;

  ImGui::PushID(index);
  const bool clicked = ImGui::InvisibleButton("class", {width, height});
  ImGui::PopID();
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (shown || hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled({place.x - 10, place.y},
                                              {place.x + width + 10, place.y + height - 2},
                                              shown ? color::hover : color::raised, corner);
  }
  const ImFont* font = predicted ? ui.fonts.strong : ui.fonts.body;
  const ImU32 text_color = predicted ? color::text : color::text_quiet;
  const std::string value = format_percent(static_cast<double>(probability));
  const float name_width = width - text_extent(font, value).x - 10;
  text_at(font, {place.x, place.y + 6}, text_color,
          shortened(font, state.model.classes[at], name_width));
  text_ending_at(font, {place.x + width, place.y + 6}, text_color, value);
  bar({place.x, place.y + 28}, width, 5, probability, predicted ? color::accent : color::bar);

  if (clicked) {
    state.heatmap_visible = true;
    (void)show_class(state, index);
  }
}

void draw_prediction(State& state, const Ui& ui, const Film& film) {
  line(ui.fonts.small, color::text_faint, "Predicted class");
  const auto best = static_cast<std::size_t>(*predicted_class(film));
  const float width = ImGui::GetContentRegionAvail().x;
  gap(2);
  line(ui.fonts.title, color::text, shortened(ui.fonts.title, state.model.classes[best], width));
  gap(14);
  for (int index = 0; index < static_cast<int>(state.model.classes.size()); ++index) {
    draw_class(state, ui, film, index);
  }
}

void draw_color_scale(const Ui& ui) {
  constexpr int steps = 32;
  constexpr float height = 6.0F;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const auto color_at = [](int step) {
    const auto [red, green, blue] = turbo_color(static_cast<float>(step) / steps);
    return IM_COL32(red, green, blue, 255);
  };
  for (int step = 0; step < steps; ++step) {
    const float left = place.x + width * static_cast<float>(step) / steps;
    const float right = place.x + width * static_cast<float>(step + 1) / steps;
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor({left, place.y}, {right, place.y + height},
                                                        color_at(step), color_at(step + 1),
                                                        color_at(step + 1), color_at(step));
  }
  ImGui::Dummy({width, height + 6});
  line_with_value(ui.fonts.small, "little", color::text_faint, "most evidence", color::text_faint);
}

void draw_heatmap(State& state, const Ui& ui, const Film& film) {
  section(ui, "Heat-map");
  const ImVec2 after = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  toggle("visible", &state.heatmap_visible, {after.x + width - 34, after.y - 27});
  ImGui::SetCursorScreenPos(after);
  const auto shown = static_cast<std::size_t>(*shown_class(film));
  paragraph(ui.fonts.small, color::text_quiet,
            "Where the network found evidence for " + state.model.classes[shown] + " (Grad-CAM).");
  gap(10);
  draw_color_scale(ui);
  gap(6);
  line_with_value(ui.fonts.small, "Opacity", color::text_quiet,
                  fmt::format("{:.0f} %", state.opacity * 100.0), color::text);
  double opacity = state.opacity;
  if (slider("opacity", &opacity, 0.0, 1.0)) {
    (void)set_opacity(state, opacity);
    state.heatmap_visible = true;
  }
}

void draw_window(const Ui& ui, Film& film) {
  section(ui, "Window");
  const double max_level = film.brightest_level;
  LevelWidth wanted = level_width(film.window);
  const auto row = [&](const char* name, double* value, double low) {
    line_with_value(ui.fonts.small, name, color::text_quiet, group_digits(std::lround(*value)),
                    color::text);
    const bool changed = slider(name, value, low, max_level);
    gap(4);
    return changed;
  };
  const bool level_changed = row("Level", &wanted.level, 0.0);
  const bool width_changed = row("Width", &wanted.width, 1.0);
  if (level_changed || width_changed) {
    film.window = with_level_width(film.window, wanted, max_level);
  }
}

void draw_network(const State& state, const Ui& ui) {
  section(ui, "Network");
  paragraph(ui.fonts.small, color::text_quiet,
            state.model.title.empty() ? "No model is loaded." : state.model.title);
  gap(8);
  if (!state.backend.empty()) {
    line_with_value(ui.fonts.small, "Runs on", color::text_quiet, state.backend, color::text);
  }
}

void draw_timings(const State& state, const Ui& ui, const Timings& timings) {
  const std::pair<const char*, double> steps[] = {
      {"Decode", timings.decode_ms},       {"Preprocess", timings.preprocess_ms},
      {"Inference", timings.inference_ms}, {"Grad-CAM", timings.explain_ms},
      {"Overlay", state.overlay_ms},
  };
  for (const auto& [name, milliseconds] : steps) {
    line_with_value(ui.fonts.small, name, color::text_quiet, format_milliseconds(milliseconds),
                    color::text);
  }
}

void draw_without_prediction(const State& state, const Ui& ui, const Film& film) {
  line(ui.fonts.small, color::text_faint, "Predicted class");
  gap(6);
  if (!film.failure.empty()) {
    line(ui.fonts.strong, color::danger, "Not predicted");
    gap(4);
    paragraph(ui.fonts.small, color::text_quiet,
              film.image.pixels.empty() ? "The film cannot be read." : sentence(film.failure));
  } else if (state.model.classes.empty()) {
    paragraph(ui.fonts.body, color::text_quiet, "No model is loaded yet.");
  } else {
    paragraph(ui.fonts.body, color::text_quiet, "Predicting\u2026");
  }
}

}  // namespace

void draw_results_panel(State& state, const Ui& ui, const Area& area) {
  if (area.width < 2 * static_cast<double>(panel_padding)) return;
  begin_panel("results", area, color::panel, {panel_padding, panel_padding});
  Film* film = selected_film(state);
  if (film != nullptr && film->prediction) {
    draw_prediction(state, ui, *film);
    draw_heatmap(state, ui, *film);
  } else if (film != nullptr) {
    draw_without_prediction(state, ui, *film);
  }
  if (film != nullptr && !film->image.pixels.empty()) draw_window(ui, *film);
  draw_network(state, ui);
  if (film != nullptr && film->prediction) draw_timings(state, ui, film->timings);
  gap(section_gap);
  scroll_by_touch(1);
  end_panel();
}

}  // namespace chestlens::viewer
