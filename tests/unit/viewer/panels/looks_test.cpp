// Each main view as a picture, beside the one in tests/looks/golden: on a desktop's canvas and on a
// phone's, dark and light. CHESTLENS_MAKE_LOOKS=1 makes these pictures again.
#include "driver/panel_driver.hpp"
#include "looks/picture.hpp"
#include "looks_scenes.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace chestlens::viewer {
namespace {

namespace fs = std::filesystem;

struct View {
  const char* name;
  State (*make)();
};

const View views[] = {
    {"films-empty", pictured_start},
    {"answer", pictured_films},
    {"unlike", pictured_unlike_film},
    {"failed", pictured_failure},
    {"notes", pictured_notes},
    {"question", pictured_question},
    {"question-change", pictured_change},
    {"explain", pictured_explanation},
    {"explain-grid", pictured_maps},
    {"compare-models", pictured_models},
    {"compare-films", pictured_priors},
    {"map", pictured_place},
    {"help", pictured_help},
};

constexpr Canvas desktop = {1280, 800};

using Case = std::tuple<View, Canvas, Theme>;

class Looks : public testing::TestWithParam<Case> {};

std::string name_of(const Case& each) {
  const auto& [view, canvas, theme] = each;
  return std::string(view.name) + "-" + (canvas.width == desktop.width ? "desktop" : "phone") +
         "-" + std::string(to_string(theme));
}

RgbaImage picture_of(const Case& each) {
  const auto& [view, canvas, theme] = each;
  State state = view.make();
  state.theme = theme;
  PanelDriver driver(canvas, std::move(state));
  driver.state().overlay_ms = 2.0;  // what the drawing took is never twice the same
  driver.settle();
  return driver.picture();
}

TEST_P(Looks, AreThoseOfTheGoldenPicture) {
  // One word of five letters that moves by one pixel is 0.00016; two runs do not differ at all.
  constexpr double most = 0.00005;
  const std::string file = name_of(GetParam()) + ".png";
  const fs::path golden = fs::path(CHESTLENS_GOLDEN_LOOKS) / file;
  const RgbaImage now = picture_of(GetParam());
  if (std::getenv("CHESTLENS_MAKE_LOOKS") != nullptr) {
    ASSERT_TRUE(looks::write_picture(golden, looks::kept(now)));
    ASSERT_TRUE(looks::write_picture(fs::path(CHESTLENS_LOOKS_NOW) / file, now));
    return;
  }
  const auto was = looks::read_picture(golden);
  ASSERT_TRUE(was) << to_string(was.error()) << ": tests/looks/make.sh makes it";
  const looks::Difference difference = looks::compare(*was, looks::kept(now));
  if (difference.share <= most) return;
  const fs::path folder = CHESTLENS_LOOKS_NOW;
  ASSERT_TRUE(looks::write_picture(folder / file, now));
  ASSERT_TRUE(looks::write_picture(folder / ("difference-" + file), difference.picture));
  FAIL() << 100.0 * difference.share << " % of " << file << " differs: see "
         << (folder / ("difference-" + file)).string();
}

INSTANTIATE_TEST_SUITE_P(Views, Looks,
                         testing::Combine(testing::ValuesIn(views),
                                          testing::Values(desktop, phone_canvas),
                                          testing::Values(Theme::dark, Theme::light)),
                         [](const testing::TestParamInfo<Case>& info) {
                           std::string name = name_of(info.param);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace chestlens::viewer
