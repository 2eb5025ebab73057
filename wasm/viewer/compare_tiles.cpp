#include <viewer/compare.hpp>
#include <viewer/layout.hpp>

#include <algorithm>

namespace chestlens::viewer {

const char* to_string(TileKind kind) {
  switch (kind) {
    case TileKind::member:
      return "member";
    case TileKind::together:
      return "together";
    case TileKind::beside:
      return "beside";
  }
  return "";
}

std::vector<ModelTile> model_tiles(const State& state, const Film& film) {
  std::vector<ModelTile> tiles;
  if (!answer_is_shown(film)) return tiles;
  const CompareView& view = state.compare;
  const Compared& compared = film.compared;
  for (std::size_t m = 0; m < compared.members.size(); ++m) {
    tiles.push_back({TileKind::member, m, view.models[m].title, &compared.members[m]});
  }
  if (tiles.empty() || tiles.size() > 1) {
    const char* title = tiles.empty()    ? state.model.title.c_str()
                        : compared.moved ? "Together, other weights"
                                         : "Together";
    tiles.push_back({TileKind::together, 0, title, together(film)});
  }
  if (view.beside.empty()) return tiles;
  const auto offered = std::ranges::find(view.offers, view.beside, &OfferedModel::name);
  const auto& beside = compared.beside;
  const bool has_answer = beside && beside->model == view.beside && beside->prediction;
  tiles.push_back({TileKind::beside, 0, offered == view.offers.end() ? view.beside : offered->title,
                   has_answer ? &*beside->prediction : nullptr});
  return tiles;
}

int count_tiles(const State& state) {
  const Film* film = selected_film(state);
  if (state.tab != Tab::compare || film == nullptr || film->image.pixels.empty()) return 0;
  if (state.compare.way == CompareWay::models) {
    return static_cast<int>(model_tiles(state, *film).size());
  }
  const Film* prior = prior_film(state);
  return prior != nullptr && !prior->image.pixels.empty() ? 2 : 0;
}

std::vector<Area> tile_areas(const State& state, const Film& film, const Area& panel) {
  const FilmSize size = {film.width_pixels, film.height_pixels};
  const int count = count_tiles(state);
  if (state.compare.way == CompareWay::models || count != 2) return grid_areas(panel, count, size);
  const double half = panel.width / 2;
  return {grid_areas({panel.x, panel.y, half, panel.height}, 1, size).front(),
          grid_areas({panel.x + half, panel.y, half, panel.height}, 1, size).front()};
}

bool shows_tiles(const State& state) {
  return count_tiles(state) > 0;
}

}  // namespace chestlens::viewer
