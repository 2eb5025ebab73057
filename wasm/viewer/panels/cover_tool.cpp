#include <imgui.h>
#include <viewer/ask.hpp>
#include <viewer/cover_drawing.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/film_parts.hpp>
#include <viewer/panels/panels.hpp>

#include <utility>

namespace chestlens::viewer {
namespace {

struct DrawArea {
  const PixelsOnScreen& at;
  const Palette& palette;
  ImDrawList* draw;

  void operator()(FilmPart) const {}
  void operator()(const RectangleArea& area) const {
    const auto& [left, top, right, bottom] = area.box;
    draw->AddRectFilled(at(left, top), at(right, bottom), palette.accent_dim);
    draw->AddRect(at(left, top), at(right, bottom), palette.accent, 0, 0, 2);
  }
  void operator()(const EllipseArea& area) const {
    const auto& [left, top, right, bottom] = area.box;
    const ImVec2 middle = at((left + right) / 2.0, (top + bottom) / 2.0);
    const float across = at.length((right - left) / 2.0), down = at.length((bottom - top) / 2.0);
    draw->AddEllipseFilled(middle, across, down, palette.accent_dim);
    draw->AddEllipse(middle, across, down, palette.accent, 0, 0, 2);
  }
  void operator()(const BrushArea& area) const {
    for (const BrushStroke& stroke : area.strokes) {
      for (const FilmPoint& point : stroke.points) {
        draw->AddCircleFilled(at(point.x, point.y), at.length(stroke.radius_pixels),
                              palette.accent_dim);
      }
    }
  }
};

/// A cross that is seen on light and on dark.
void draw_pen(const Ui& ui, const Pen& pen, const PixelsOnScreen& at) {
  constexpr float reach = 9.0F, gap = 3.0F;
  const ImVec2 middle = at(pen.at.x, pen.at.y);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (const auto& [ink, width] :
       {std::pair{ui.palette.film, 4.0F}, std::pair{ui.palette.accent, 2.0F}}) {
    for (const float side : {-1.0F, 1.0F}) {
      draw->AddLine({middle.x + side * gap, middle.y}, {middle.x + side * reach, middle.y}, ink,
                    width);
      draw->AddLine({middle.x, middle.y + side * gap}, {middle.x, middle.y + side * reach}, ink,
                    width);
    }
  }
}

}  // namespace

bool handle_cover_tool(State& state, const Film& film, const Area& place) {
  QuestionView& view = state.question;
  const bool can_ask = state.tab == Tab::question && answer_is_shown(film);
  if (!can_ask || view.is_of_changes || view.tool == CoverTool::move) return false;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point at = film_position(film.view, size_of(film), place, {mouse.x, mouse.y});
  if (ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    view.drawing = begin_area(view.tool, at, size_of(film), view.brush_share);
    view.drawing_begin = at;
    view.pen.reset();
  }
  if (!view.drawing || view.pen) return false;
  if (ImGui::IsItemActive()) {
    extend_area(*view.drawing, view.drawing_begin, at);
    return true;
  }
  const auto drawn = std::exchange(view.drawing, std::nullopt);
  if (is_drawn(*drawn)) ask_or_say(state, CoverQuestion{*drawn, view.fill});
  return true;
}

void draw_cover_tool(const State& state, const Ui& ui, const Film& film, const Area& place) {
  const QuestionView& view = state.question;
  const bool has_pen = view.pen && view.pen->film_id == film.id;
  if (state.tab != Tab::question || (view.pen ? !has_pen : !view.drawing)) return;
  const PixelsOnScreen at = pixels_on_screen(film, place);
  if (view.drawing) std::visit(DrawArea{at, ui.palette, ImGui::GetWindowDrawList()}, *view.drawing);
  if (has_pen) draw_pen(ui, *view.pen, at);
}

void draw_question_label(const State& state, const Ui& ui, const Film& film, const Area& area) {
  const Asked* shown = shown_question(film.questions);
  if (state.tab != Tab::question || shown == nullptr) return;
  ImVec2 place = first_label(film, area);
  if (is_narrow(area)) place.y += label_height;  // below the name
  for (const std::string& said :
       {capitalized(short_words(shown->question)), short_answer(state, film, *shown)}) {
    const std::string words = shortened(ui.fonts.small, said, bottom_right(area).x - 16 - place.x);
    draw_label(ui, place, text_extent(ui.fonts.small, words), words);
    place.y += label_height;
  }
}

}  // namespace chestlens::viewer
