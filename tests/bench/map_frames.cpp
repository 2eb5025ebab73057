// What the processor does for one frame of the map: its films are placed on the screen and become
// the triangles that the GPU draws, and the one under the cursor is looked for. Zoomed by a little
// from frame to frame, as a hand does.
#include <chestlens/text.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <imgui_internal.h>
#include <viewer/map_actions.hpp>
#include <viewer/panels/map_scene.hpp>

#include <cmath>
#include <cstdio>
#include <ctime>

namespace chestlens::viewer {
namespace {

constexpr Area area = {0, 0, 1200, 900};

/// Films of four classes on a spiral.
State state_of(std::size_t films) {
  std::vector<MapFilm> made;
  for (std::size_t i = 0; i < films; ++i) {
    const double angle = 2.4 * static_cast<double>(i);
    const double radius = std::sqrt(static_cast<double>(i));
    made.push_back({{static_cast<float>(radius * std::cos(angle)),
                     static_cast<float>(radius * std::sin(angle))},
                    static_cast<std::uint16_t>(i % 4),
                    0,
                    MapSplit::train});
  }
  State state;
  state.map.area = area;
  (void)set_map(state, 0, {"", *make_film_map({"a", "b", "c", "d"}, {"S"}, made), {}});
  return state;
}

/// Milliseconds of the processor's time per frame.
double measure(std::size_t films, int frames) {
  State state = state_of(films);
  ImDrawListSharedData shared;
  ImDrawList draw(&shared);
  std::size_t hovered = 0;
  const std::clock_t start = std::clock();
  for (int frame = 0; frame < frames; ++frame) {
    state.map.view.zoom = 1.0 + 0.001 * frame;
    draw._ResetForNewFrame();
    const MapScene scene = scene_of(state, *film_map(state), area);
    draw_dots(draw, nullptr, dots_of(state, scene), scene.dot_radius);
    if (film_at(scene.map, scene.groups, scene.hidden, scene.frame, {600, 450}, 9.0)) ++hovered;
  }
  if (hovered == 0) std::puts("no film is under the cursor");
  return 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / frames;
}

}  // namespace
}  // namespace chestlens::viewer

int main(int argc, char** argv) {
  int frames = 300;
  CLI::App cli("Milliseconds of the processor's time per frame of the map");
  cli.add_option("--frames", frames, "frames that are drawn")->check(CLI::Range(1, 100000));
  CLI11_PARSE(cli, argc, argv);
  for (const std::size_t films : {1'000U, 10'000U, 50'000U}) {
    std::puts(fmt::format("{} films: {:.3f} ms", chestlens::group_digits(films),
                          chestlens::viewer::measure(films, frames))
                  .c_str());
  }
  return 0;
}
