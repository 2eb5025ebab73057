// Every panel of every scene on a large canvas, a small one and a phone's.
#include "driver/layout_faults.hpp"
#include "driver/panel_driver.hpp"
#include "tab_scenes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::viewer {
namespace {

struct Scene {
  const char* name;
  State (*make)();
};

State help_shown() {
  State state = predicted_films(3);
  state.help_visible = true;
  return state;
}

State in_tab(State state, Tab tab) {
  show_tab(state, tab);
  return state;
}

State map_that_did_not_come() {
  State state = in_tab(predicted_films(1), Tab::map);
  (void)set_map(state, 0,
                {"DenseNet-121", {}, "The map cannot be shown: the host is not there", true});
  return state;
}

const Scene scenes[] = {
    {"no_film", [] { return State{}; }},
    {"waiting_film", waiting_film},
    {"decoded_film", decoded_film},
    {"failed_film", failed_film},
    {"predicted_films", [] { return predicted_films(3); }},
    {"forty_films", [] { return predicted_films(40); }},
    {"wordy_films", wordy_films},
    {"help", help_shown},
    {"unlike_film", unlike_film},
    {"hinted_film", hinted_film},
    {"film_with_caveats", film_with_caveats},
    {"question_waits", [] { return in_tab(unlike_film(), Tab::question); }},
    {"questionable_film", questionable_film},
    {"questioned_film", questioned_film},
    {"changed_film", changed_film},
    {"wordy_question", wordy_question},
    {"explained_film", explained_film},
    {"explained_film_that_waits", explained_film_that_waits},
    {"explained_film_in_a_grid", explained_film_in_a_grid},
    {"wordy_explanation", [] { return in_tab(wordy_films(), Tab::explain); }},
    {"map_that_did_not_come", map_that_did_not_come},
    {"map_on_its_way", [] { return in_tab(predicted_films(1), Tab::map); }},
    {"mapped_films", mapped_films},
    {"far_film", far_film},
    {"wordy_map", wordy_map},
    {"one_model", [] { return in_tab(predicted_films(1), Tab::compare); }},
    {"compared_models", compared_models},
    {"compared_films", compared_films},
    {"wordy_models", [] { return wordy_comparison(CompareWay::models); }},
    {"wordy_films_compared", [] { return wordy_comparison(CompareWay::films); }},
    {"help_of_comparing", [] { return in_tab(help_shown(), Tab::compare); }},
    {"help_of_the_map", [] { return in_tab(help_shown(), Tab::map); }},
};

const Canvas canvases[] = {large_canvas, small_canvas, phone_canvas};

using Case = std::tuple<Scene, Canvas>;

class EveryCanvas : public testing::TestWithParam<Case> {};

LayoutRules rules_of(const PanelDriver& driver, const Canvas& canvas) {
  const Layout places = driver.places();
  const Area whole = {0, 0, static_cast<double>(canvas.width), static_cast<double>(canvas.height)};
  const bool phone = canvas.width == phone_canvas.width;
  return {{{"empty", places.film},
           {"film", places.film},
           {"map", places.film},
           {"films", places.films},
           {"toolbar", places.toolbar},
           {"results", places.results},
           {"status", places.status_bar},
           {"shade", whole},
           {"help", whole}},
          phone ? 24.0 : 20.0};
}

TEST_P(EveryCanvas, IsLaidOutWithoutFault) {
  const auto& [scene, canvas] = GetParam();
  PanelDriver driver(canvas, scene.make());
  const LayoutRules rules = rules_of(driver, canvas);
  EXPECT_THAT(layout_faults(driver.drawn(), rules), testing::IsEmpty());
  driver.point_at(center(driver.places().film));
  EXPECT_THAT(layout_faults(driver.drawn(), rules), testing::IsEmpty()) << "pointed at the film";
  driver.wheel(center(driver.places().results), -1000);
  EXPECT_THAT(layout_faults(driver.drawn(), rules), testing::IsEmpty()) << "scrolled to the end";
}

TEST_P(EveryCanvas, NamesEveryPanelsArea) {
  const auto& [scene, canvas] = GetParam();
  const PanelDriver driver(canvas, scene.make());
  for (const DrawnWindow& window : driver.drawn().windows) {
    const auto areas = rules_of(driver, canvas).areas;
    const auto is_named = [&](const PanelArea& area) { return area.panel == window.panel; };
    EXPECT_TRUE(std::ranges::any_of(areas, is_named)) << window.name;
  }
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  const auto& [scene, canvas] = info.param;
  return std::string(scene.name) + "_" + std::to_string(static_cast<int>(canvas.width));
}

INSTANTIATE_TEST_SUITE_P(Panels, EveryCanvas,
                         testing::Combine(testing::ValuesIn(scenes), testing::ValuesIn(canvases)),
                         name_of);

}  // namespace
}  // namespace chestlens::viewer
