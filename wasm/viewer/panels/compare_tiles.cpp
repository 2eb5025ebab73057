#include <viewer/compare.hpp>
#include <viewer/format.hpp>
#include <viewer/layout.hpp>
#include <viewer/panels/compare_parts.hpp>
#include <viewer/panels/film_parts.hpp>
#include <viewer/ui/compared_texture.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

/// What stands over a tile's picture, and how it is framed.
struct TileLook {
  std::string title;
  std::string of_class;  // before the value, where no other place names it
  std::string value;
  std::string note;  // on the picture
  bool is_caution = false;
  ImU32 frame = dark_palette.line;
  float frame_width = 1.0F;
};

std::string share_of(const Prediction& prediction, int class_index) {
  return format_percent(
      static_cast<double>(prediction.probabilities[static_cast<std::size_t>(class_index)]));
}

bool warns(const Prediction& prediction) {
  return prediction.trust && prediction.trust->likeness == Likeness::unlike;
}

/// "covid19 84.0 %", of which a class that leaves the share no room is shortened.
std::string value_within(const Ui& ui, const TileLook& look, float width) {
  if (look.of_class.empty()) return look.value;
  const float share_width = text_extent(ui.fonts.strong, " " + look.value).x;
  return shortened(ui.fonts.strong, look.of_class, width - share_width) + " " + look.value;
}

void draw_heading(const Ui& ui, const TileLook& look, const Area& tile) {
  const ImVec2 place = top_left(tile);
  const auto width = static_cast<float>(tile.width);
  const std::string value = value_within(ui, look, width - 18);
  const float value_width = text_extent(ui.fonts.strong, value).x;
  constexpr float least_title = 72.0F;  // less says nothing: the panel has it, by the frame's color
  const float title_width = width - 28 - value_width;
  if (!is_low_tile(tile)) {
    const ImVec2 end = {place.x + width, top_left(picture_area(tile)).y};
    ImGui::GetWindowDrawList()->AddRectFilled(place, end, ui.palette.panel);
    const ImU32 ink = look.is_caution ? ui.palette.caution : ui.palette.text;
    if (!look.of_class.empty() && title_width < least_title) {
      return text_at(ui.fonts.strong, {place.x + 9, place.y + 5}, ink, value);
    }
    text_at(ui.fonts.small, {place.x + 9, place.y + 6}, ui.palette.text_quiet,
            shortened(ui.fonts.small, look.title, title_width));
    return text_ending_at(ui.fonts.strong, {place.x + width - 9, place.y + 5}, ink, value);
  }
  const std::string words = look.title + "  " + value;
  const std::string shown = shortened(ui.fonts.small, words, width - 24);
  draw_label(ui, {place.x + 11, place.y + 8}, text_extent(ui.fonts.small, shown), shown);
}

/// In the lower left corner of the picture, as far as that is in sight.
void draw_note(const Ui& ui, const TileLook& look, const Area& tile, const Area& picture) {
  if (look.note.empty() || is_low_tile(tile)) return;
  const Area area = fitted_area(tile);
  const float left = std::max(top_left(picture).x, top_left(area).x);
  const float bottom = std::min(bottom_right(picture).y, bottom_right(area).y);
  const std::string shown = shortened(ui.fonts.small, look.note, bottom_right(area).x - left - 24);
  const ImVec2 extent = text_extent(ui.fonts.small, shown);
  const ImVec2 place = {left + 12, bottom - 9 - extent.y};
  draw_label(ui, place, extent, shown);
  if (look.is_caution) text_at(ui.fonts.small, place, ui.palette.caution, shown);
}

/// A picture of a film and what a hand does to it; the view is that of `leader`.
void draw_tile(const State& state, Ui& ui, Film& film, Film& leader, int number,
               const ComparedPicture& picture, const TileLook& look, const Area& tile) {
  ImGui::PushID(number);
  const Area area = picture_area(tile);
  const Area fit = fitted_area(tile);
  const Texture& texture = compared_texture(state, ui.textures, number, picture);
  ImGui::PushClipRect(top_left(area), bottom_right(area), true);
  const Area place = placement(leader.view, {film.width_pixels, film.height_pixels}, fit);
  if (!texture.empty()) {
    ImGui::GetWindowDrawList()->AddImage(texture.id(), top_left(place), bottom_right(place));
    if (const auto shown = compared_lines(state, picture)) {
      ShownLines& lines = ui.textures.compared_lines[number];
      find_lines(lines, *shown);
      draw_lines(state, ui, film, *shown, lines, place);
    }
  }
  draw_note(ui, look, tile, place);
  ImGui::PopClipRect();
  draw_heading(ui, look, tile);
  ImGui::SetCursorScreenPos(top_left(tile));
  ImGui::InvisibleButton("tile",
                         {static_cast<float>(std::max(1.0, tile.width)),
                          static_cast<float>(std::max(1.0, tile.height))},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  film.view = leader.view;
  handle_film_mouse(film, fit);
  leader.view = film.view;
  ImGui::GetWindowDrawList()->AddRect(top_left(tile), bottom_right(tile), look.frame, 2, 0,
                                      look.frame_width);
  ImGui::PopID();
}

TileLook look_of(const Ui& ui, const ModelTile& tile, const Film& film) {
  TileLook look;
  look.title = tile.title;
  const bool is_refused = tile.kind == TileKind::beside && film.compared.beside &&
                          !film.compared.beside->failure.empty();
  if (tile.kind == TileKind::together) {
    look.frame = film.compared.moved ? ui.palette.caution : ui.palette.accent;
    look.frame_width = 2.0F;
  }
  if (tile.prediction == nullptr) {
    look.note = is_refused ? "It cannot be opened" : "Its answer is on its way";
    return look;
  }
  look.value = share_of(*tile.prediction, *shown_class(film));
  look.note = capitalized(trust_in_short(*tile.prediction));
  look.is_caution = warns(*tile.prediction);
  return look;
}

void draw_models(State& state, Ui& ui, Film& film, const Area& area) {
  const auto tiles = model_tiles(state, film);
  const auto areas = tile_areas(state, film, area);
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    const ComparedPicture picture = {&film, tiles[i].prediction, *shown_class(film),
                                     std::max(film.revision, film.compared.revision)};
    draw_tile(state, ui, film, film, static_cast<int>(i), picture, look_of(ui, tiles[i], film),
              areas[i]);
  }
}

TileLook look_of_film(const State& state, const Film& film, ImU32 frame, int class_index) {
  TileLook look = {film.name, {}, {}, {}, is_unlike(film), frame, 3.0F};
  if (!film.prediction) return look;
  look.note = capitalized(trust_in_short(*film.prediction));
  if (!answer_is_shown(film)) return look;
  look.of_class = state.model.classes[static_cast<std::size_t>(class_index)];
  look.value = share_of(*film.prediction, class_index);
  return look;
}

void draw_films(State& state, Ui& ui, Film& film, Film& prior, const Area& area) {
  const auto areas = tile_areas(state, film, area);
  const int class_index = shown_class(film).value_or(shown_class(prior).value_or(0));
  const auto draw = [&](Film& each, std::size_t place, std::size_t frame) {
    const bool has_answer = answer_is_shown(each);
    const ComparedPicture picture = {&each, has_answer ? &*each.prediction : nullptr, class_index,
                                     each.revision};
    draw_tile(state, ui, each, film, static_cast<int>(place), picture,
              look_of_film(state, each, frame_color(frame), class_index), areas[place]);
  };
  draw(film, 0, film_frame);
  draw(prior, 1, prior_frame);
}

}  // namespace

void draw_compared_tiles(State& state, Ui& ui, Film& film, const Area& area) {
  Film* prior = prior_film(state);
  if (state.compare.way == CompareWay::models) {
    draw_models(state, ui, film, area);
  } else if (prior != nullptr) {
    draw_films(state, ui, film, *prior, area);
  }
}

}  // namespace chestlens::viewer
