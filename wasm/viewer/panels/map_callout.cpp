#include <fmt/format.h>
#include <viewer/format.hpp>
#include <viewer/map_actions.hpp>
#include <viewer/panels/map_scene.hpp>
#include <viewer/ui/dots.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

constexpr float padding = 10.0F;
constexpr float line_gap = 4.0F;

struct CalloutLine {
  const ImFont* font;
  ImU32 color;
  std::string text;
};

ImVec2 size_of(const std::vector<CalloutLine>& lines) {
  ImVec2 size = {0.0F, 2 * padding - line_gap};
  for (const CalloutLine& line : lines) {
    const ImVec2 extent = text_extent(line.font, line.text);
    size = {std::max(size.x, extent.x + 2 * padding + 4.0F), size.y + extent.y + line_gap};
  }
  return size;
}

/// Beside a point and away from another, within the map's area.
Area place_box(const MapScene& scene, Point beside, Point away_from, ImVec2 extent) {
  constexpr double away = 14.0, margin = 8.0;
  const auto width = static_cast<double>(extent.x), height = static_cast<double>(extent.y);
  const Area& area = scene.area;
  const double right = area.x + area.width - margin, bottom = area.y + area.height - margin;
  const double left = area.x + margin, top = area.y + margin;
  const bool has_right = beside.x + away + width < right;
  const bool has_left = beside.x - away - width > left;
  const bool goes_right = has_right && (away_from.x <= beside.x || !has_left);
  const bool has_below = beside.y + away + height < bottom;
  const bool has_above = beside.y - away - height > top;
  const bool goes_down = has_below && (away_from.y < beside.y || !has_above);
  const double x = goes_right ? beside.x + away : beside.x - away - width;
  const double y = goes_down ? beside.y + away : beside.y - away - height;
  return {std::clamp(x, left, std::max(left, right - width)),
          std::clamp(y, top, std::max(top, bottom - height)), width, height};
}

void draw_box(const Ui& ui, const Area& box, const std::vector<CalloutLine>& lines, ImU32 edge) {
  const ImVec2 low = top_left(box), high = bottom_right(box);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(low, high, IM_COL32(24, 27, 32, 255), corner);
  draw->AddRect(low, high, ui.palette.track, corner);
  draw->AddRectFilled(low, {low.x + 4.0F, high.y}, edge, corner, ImDrawFlags_RoundCornersLeft);
  ImVec2 at = {low.x + padding + 4.0F, low.y + padding};
  for (const CalloutLine& line : lines) {
    text_at(line.font, at, line.color, line.text);
    at.y += text_extent(line.font, line.text).y + line_gap;
  }
}

const char* split_in_words(MapSplit split) {
  switch (split) {
    case MapSplit::train:
      return "the network was trained on it";
    case MapSplit::validation:
      return "it chose when training ended";
    case MapSplit::test:
      break;
  }
  return "the network was not trained on it";
}

/// "12.3 away, no. 2 of the 10 nearest"; "" where no film is selected.
std::string how_far(const FilmMark* mark, std::size_t film) {
  if (mark == nullptr) return {};
  const auto& nearest = mark->place->placed.nearest;
  const auto found = std::ranges::find(nearest, film, &NearFilm::film);
  if (found != nearest.end()) {
    return fmt::format("{} away, no. {} of the {} nearest",
                       format_distance(double{found->distance}), found - nearest.begin() + 1,
                       nearest.size());
  }
  const auto& distances = mark->place->distances;
  return film < distances.size() ? format_distance(double{distances[film]}) + " away"
                                 : std::string();
}

std::vector<CalloutLine> far_lines(const Ui& ui, const Placed& placed) {
  const std::string distance = format_distance(double{placed.nearest.front().distance});
  return {{ui.fonts.strong, ui.palette.caution, "Far from all films"},
          {ui.fonts.small, ui.palette.text_quiet, "its nearest is " + distance + " away"}};
}

}  // namespace

void draw_callout(const State& state, const Ui& ui, const MapScene& scene, std::size_t film) {
  const MapFilm& known = scene.map.films[film];
  const Point at = on_screen(scene.frame, known.place);
  const ImU32 color = color_of_group(scene.groups, scene.groups.group_of[film]);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 place = {static_cast<float>(at.x), static_cast<float>(at.y)};
  draw->AddCircleFilled(place, scene.dot_radius + 1.0F, color);
  draw_ring(*draw, place, scene.dot_radius + 3.0F, ui.palette.text, 1.5F);
  std::vector<CalloutLine> lines = {
      {ui.fonts.strong, ui.palette.text, class_of(scene.map, film)},
      {ui.fonts.small, ui.palette.text_quiet,
       shortened(ui.fonts.small, source_of(scene.map, film),
                 static_cast<float>(scene.area.width) - 60.0F)},
      {ui.fonts.small, ui.palette.text_quiet, split_in_words(known.split)}};
  const FilmMark* mark = selected_mark(state, scene);
  const std::string distance = how_far(mark, film);
  if (!distance.empty()) lines.push_back({ui.fonts.small, ui.palette.text, distance});
  draw_box(ui, place_box(scene, at, mark == nullptr ? at : mark->screen, size_of(lines)), lines,
           color);
}

void draw_mark_name(const Ui& ui, const MapScene& scene, const FilmMark& mark) {
  const float width = std::min(260.0F, static_cast<float>(scene.area.width) - 60.0F);
  const std::vector<CalloutLine> lines = {
      {ui.fonts.strong, ui.palette.text, shortened(ui.fonts.strong, mark.film->name, width)}};
  draw_box(ui, place_box(scene, mark.screen, mark.screen, size_of(lines)), lines, ui.palette.text);
}

std::optional<Area> far_box(const State& state, const Ui& ui, const MapScene& scene) {
  const FilmMark* mark = selected_mark(state, scene);
  if (mark == nullptr || !mark->is_far) return std::nullopt;
  const Point beside = seen_place(scene, *mark);
  return place_box(scene, beside, beside, size_of(far_lines(ui, mark->place->placed)));
}

void draw_far_box(const State& state, const Ui& ui, const MapScene& scene) {
  const auto box = far_box(state, ui, scene);
  if (!box) return;
  draw_box(ui, *box, far_lines(ui, selected_mark(state, scene)->place->placed), ui.palette.caution);
}

}  // namespace chestlens::viewer
