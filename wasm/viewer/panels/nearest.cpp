#include <chestlens/placed_words.hpp>

#include <viewer/format.hpp>
#include <viewer/map_actions.hpp>
#include <viewer/panels/map_parts.hpp>
#include <viewer/panels/map_scene.hpp>
#include <viewer/ui/dots.hpp>
#include <viewer/ui/widgets.hpp>

namespace chestlens::viewer {
namespace {

constexpr float row_height = 40.0F;

/// What its nearest films are, and how far; loud where they are far.
void draw_summary(const Ui& ui, const FilmPlace& place) {
  const bool is_far_away = is_far(place.placed);
  const Box box = begin_box();
  if (is_far_away) {
    paragraph(ui.fonts.strong, ui.palette.caution, "Far from all films of the map");
    gap(2);
    paragraph(ui.fonts.small, ui.palette.text_quiet,
              "It is drawn beyond them, in the direction in which it would lie.");
    gap(6);
  }
  const std::size_t end = place.nearest_say.find("; ");
  paragraph(is_far_away ? ui.fonts.small : ui.fonts.strong, ui.palette.text,
            capitalized(place.nearest_say.substr(0, end)));
  if (end != std::string::npos) {
    gap(2);
    paragraph(ui.fonts.small, ui.palette.text_quiet,
              capitalized(place.nearest_say.substr(end + 2)));
  }
  gap(2);
  paragraph(ui.fonts.small, ui.palette.text_quiet, sentence(place.says));
  end_box(box, is_far_away ? ui.palette.caution_dim : ui.palette.raised,
          is_far_away ? ui.palette.caution : ui.palette.accent);
}

/// A near film's class, distance and source; a press shows it on the map.
void draw_near_film(State& state, const Ui& ui, const FilmMap& map, const NearFilm& near,
                    int rank) {
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(rank);
  const bool pressed = ImGui::InvisibleButton("near", {width, row_height});
  ImGui::PopID();
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const bool picked = state.map.picked == near.film;
  if (picked || hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(
        {place.x - 10, place.y + 1}, {place.x + width + 10, place.y + row_height - 1},
        picked ? ui.palette.hover : ui.palette.raised, corner);
  }
  const MapGrouping& groups = grouping(map, state.map.colors);
  draw_swatch(*ImGui::GetWindowDrawList(), {place.x + 5, place.y + 13}, 5.0F,
              color_of_group(groups, groups.group_of[near.film]), ui.palette.bar);
  const std::string distance = format_distance(double{near.distance});
  const float left = place.x + 20;
  const float name_width = width - 20 - text_extent(ui.fonts.body, distance).x - 10;
  text_at(ui.fonts.body, {left, place.y + 4}, ui.palette.text,
          shortened(ui.fonts.body, class_of(map, near.film), name_width));
  text_ending_at(ui.fonts.body, {place.x + width, place.y + 4}, ui.palette.text_quiet, distance);
  text_at(ui.fonts.small, {left, place.y + 21}, ui.palette.text_faint,
          shortened(ui.fonts.small, source_of(map, near.film), width - 20));
  if (pressed) pick(state, near.film);
}

void draw_list(State& state, const Ui& ui, const FilmMap& map, const FilmPlace& place) {
  section(ui, "Nearest films");
  line_with_value(ui.fonts.small, "class and source", ui.palette.text_faint, "distance",
                  ui.palette.text_faint);
  gap(2);
  int rank = 0;
  for (const NearFilm& near : place.placed.nearest) draw_near_film(state, ui, map, near, rank++);
  gap(section_gap);
  paragraph(ui.fonts.small, ui.palette.text_faint,
            "Films lie near each other where the network finds them alike. The gaps between "
            "islands, and their sizes, mean little.");
}

}  // namespace

void draw_place(const State& state, const Ui& ui) {
  const Film* film = selected_film(state);
  const FilmPlace* place = film == nullptr ? nullptr : shown_place(state, *film);
  if (film_map(state) == nullptr) return;
  if (place != nullptr) {
    draw_summary(ui, *place);
  } else {
    paragraph(ui.fonts.body, ui.palette.text_quiet,
              film != nullptr && film->failure.empty() ? "The film is not placed yet."
                                                       : "There is no film to place.");
  }
}

void draw_nearest(State& state, const Ui& ui) {
  const Film* film = selected_film(state);
  const FilmMap* map = film_map(state);
  const FilmPlace* place = film == nullptr ? nullptr : shown_place(state, *film);
  if (map != nullptr && place != nullptr) draw_list(state, ui, *map, *place);
}

}  // namespace chestlens::viewer
