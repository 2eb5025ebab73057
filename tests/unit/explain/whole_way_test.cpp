#include "bundle/bundle.hpp"
#include "explain/benchmark.hpp"
#include "explain/cases.hpp"
#include "explain/film_maps.hpp"
#include "explain/film_panel.hpp"
#include "explain/map_numbers.hpp"
#include "phantom/phantom.hpp"
#include "support/must.hpp"
#include "support/onnx_writer.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_bundle.hpp"
#include "support/tiny_trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace chestlens {
namespace {

using test::must;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A network of format 1 that always answers the first class: one map, the film in cells of 4 x 4,
/// whose mean is the first logit and its opposite the others.
std::string mean_network() {
  test::Message graph;
  graph.message(5, test::floats("kernel", {1, 1, 4, 4}, std::vector<float>(16, 1.0F / 16)))
      .message(5, test::floats("head", {1, 3}, {1.0F, -1.0F, -1.0F}))
      .message(5, test::floats("transposed", {3, 1}, {1.0F, -1.0F, -1.0F}))
      .message(5, test::floats("nothing", {1}, {0.0F}))
      .message(5, test::integers("second", {1}))
      .message(1, test::node("Conv", {"image", "kernel"}, "activations",
                             {test::attribute("strides", std::vector<std::int64_t>{4, 4})}))
      .message(1, test::node("GlobalAveragePool", {"activations"}, "pooled"))
      .message(1, test::node("Flatten", {"pooled"}, "features"))
      .message(1, test::node("MatMul", {"features", "head"}, "logits"))
      .message(1, test::node("Unsqueeze", {"features", "second"}, "row"))
      .message(1, test::node("Mul", {"row", "nothing"}, "zeros"))
      .message(1, test::node("Add", {"zeros", "transposed"}, "cam_weights"))
      .text(2, "mean")
      .message(11, test::value_info("image", {-1, 1, 16, 16}))
      .message(12, test::value_info("logits", {-1, 3}))
      .message(12, test::value_info("features", {-1, 1}))
      .message(12, test::value_info("activations", {-1, 1, 4, 4}))
      .message(12, test::value_info("cam_weights", {-1, 3, 1}));
  return test::model(graph).bytes();
}

class WholeWay : public testing::Test {
 protected:
  WholeWay() {
    Card card = test::tiny_card();
    card.activation_features = 1;
    test::write_tiny_bundle(bundle_, mean_network(), card);
    PhantomOptions options;
    options.films = 40;
    options.size_pixels = 64;
    options.seed = 3;
    options.class_mix = {0.0, 2.0, 1.0, 1.0};
    options.test_fraction = 0.5;
    must(write_phantom_dataset(films_, options));
  }

  const test::TemporaryFolder folder_;
  const std::filesystem::path bundle_ = folder_ / "bundle", films_ = folder_ / "films";
};

TEST_F(WholeWay, MapsOfAFilmByEveryMethodThatAFormatGives) {
  const Explainer explainer = must(open_explainer(std::vector{bundle_}, 1));
  std::vector<MapMethod> methods;
  for (const MapMethodInfo& method : map_methods()) methods.push_back(method.method);
  GreyImage film{16, 16, 255, std::vector<std::uint16_t>(256, 0)};
  film.pixels[17] = 255;  // in the first cell
  const FilmMaps maps =
      must(explain_film(explainer, film, methods, {.patch_pixels = 4, .stride_pixels = 2}));
  ASSERT_EQ(maps.members.size(), 1U);
  EXPECT_TRUE(maps.members[0].sums.empty());
  for (const MethodMaps& method : maps.members[0].methods) {
    const bool needs_format_2 = method.method == MapMethod::hires_cam ||
                                method.method == MapMethod::fine_hires_cam ||
                                method.method == MapMethod::grad_cam_plus_plus;
    EXPECT_EQ(method.maps.empty(), needs_format_2) << method.refused;
    if (needs_format_2) continue;
    ASSERT_EQ(method.maps.size(), 3U);
    if (method.method != MapMethod::occlusion) {
      EXPECT_GT(method.maps[0].pixels[0], method.maps[0].pixels[15]);
    }
  }
}

TEST_F(WholeWay, BenchmarkOfANetworkThatSeesTheWholeFilm) {
  const auto films = must(benchmark_films(films_, 1, {}));
  for (const BenchmarkFilm& film : films) EXPECT_NE(film.class_name, "normal");
  EXPECT_NE(films[0].class_name, films[1].class_name);  // they take turns
  BenchmarkOptions options{
      .methods = {MapMethod::hires_cam, MapMethod::grad_cam, MapMethod::recipro_cam},
      .films = 5,
      .draws = 100,
      .threads = 1};
  const ModelBenchmark model = must(benchmark_bundle(bundle_, films, options, {}));
  EXPECT_EQ(model.films, 5);
  EXPECT_GT(model.looked_at, 5);  // the second class is answered wrong
  ASSERT_EQ(model.refusals.size(), 1U);
  ASSERT_EQ(model.rows.size(), 5U);
  EXPECT_EQ(model.rows[0].name, "gradcam");
  const auto value = [&](std::size_t row, MapFigure figure) {
    return model.rows[row].figures[static_cast<std::size_t>(figure)].value;
  };
  EXPECT_EQ(value(4, MapFigure::pointing), 1.0);  // the finding itself
  EXPECT_EQ(value(4, MapFigure::energy), 1.0);
  EXPECT_EQ(value(4, MapFigure::overlap), 1.0);
  EXPECT_NEAR(value(2, MapFigure::pointing), value(2, MapFigure::energy), 1e-9);  // everywhere
  EXPECT_EQ(value(2, MapFigure::consistency), 1.0);
  EXPECT_TRUE(std::isnan(value(2, MapFigure::sanity)));
  // The kernel's weights are all the same: shuffled, the network is what it was.
  EXPECT_NEAR(value(0, MapFigure::sanity), 1.0, 1e-9);

  options.films = 30;
  const auto too_few = benchmark_bundle(bundle_, {films.begin(), films.begin() + 4}, options, {});
  ASSERT_FALSE(too_few);
  EXPECT_THAT(too_few.error().message, HasSubstr("5 are needed"));
  options.wrong_too = true;
  EXPECT_EQ(must(benchmark_bundle(bundle_, {films.begin(), films.begin() + 6}, options, {})).films,
            6);
  options.stopped = [] { return true; };
  EXPECT_EQ(benchmark_bundle(bundle_, films, options, {}).error().code, ErrorCode::interrupted);
}

TEST_F(WholeWay, AFolderWithoutMasksIsNamed) {
  std::filesystem::remove_all(films_ / "masks");
  const auto films = benchmark_films(films_, 1, {});
  ASSERT_FALSE(films);
  EXPECT_THAT(films.error().message, HasSubstr("chestlens phantom"));
}

TEST_F(WholeWay, CasesHaveAPanelForEachClassOfTheManifest) {
  const Explainer explainer = must(open_explainer(std::vector{bundle_}, 1));
  const Manifest manifest = must(load_manifest(films_));
  const CaseReport report = must(case_report(
      explainer, manifest, {.methods = {MapMethod::grad_cam}, .each = 1, .tile_pixels = 32}, {}));
  const auto& panels = report.panels;
  EXPECT_THAT(report.csv,
              HasSubstr("film,class,case,trust,trust_score,perhaps,answer,viral,bacterial,normal"));
  EXPECT_THAT(report.csv, HasSubstr(",bacterial,surest and wrong,cannot tell,,,viral,"));
  ASSERT_EQ(panels.size(), 3U);
  EXPECT_THAT(panels[0].second.title, HasSubstr("viral: "));
  ASSERT_EQ(panels[0].second.rows.size(), 1U);  // none is answered wrong
  EXPECT_EQ(panels[0].second.rows[0].title, "right");
  ASSERT_EQ(panels[1].second.rows.size(), 2U);
  EXPECT_EQ(panels[1].second.rows[1].title, "surest and wrong");
  EXPECT_EQ(panels[1].second.rows[1].tiles.size(), 2U);  // the film and Grad-CAM
  EXPECT_EQ(panels[0].second.rows[0].lines.front(), "[cannot tell: tiny has no trust.bin]");
  EXPECT_EQ(report.unreadable, 0);
}

TEST_F(WholeWay, CasesPassOverFilmsThatCannotBeRead) {
  const Explainer explainer = must(open_explainer(std::vector{bundle_}, 1));
  const Manifest manifest = must(load_manifest(films_));
  std::string noted;
  const Reporter reporter{.notice = [&](std::string_view text) { noted += text; }};
  const auto broken = std::ranges::find(manifest.films, DeclaredSplit::test, &ManifestRow::split);
  must(write_file_atomic(films_ / broken->file, "no film"));
  const CaseReport report =
      must(case_report(explainer, manifest,
                       {.methods = {MapMethod::grad_cam}, .each = 1, .tile_pixels = 32}, reporter));
  EXPECT_EQ(report.unreadable, 1);
  EXPECT_THAT(noted, HasSubstr(broken->file));
}

TEST_F(WholeWay, EachModelSaysFirstWhetherItKnowsTheFilm) {
  Card card = test::tiny_card();
  card.activation_features = 1;
  for (const std::string name : {"one", "two"}) {
    card.name = name;
    test::write_tiny_bundle(folder_ / name, mean_network(), card);
    test::give_trust(folder_ / name, 1, name == "one");
  }
  const Explainer explainer = must(open_explainer({folder_ / "one", folder_ / "two"}, 1));
  const std::vector methods{MapMethod::grad_cam};
  GreyImage film{16, 16, 255, std::vector<std::uint16_t>(256, 200)};
  film.pixels[17] = 0;
  const FilmMaps maps = must(explain_film(explainer, film, methods));
  const Panel panel =
      must(film_panel(explainer, maps, {.title = "cat.png", .classes = {0}, .tile_pixels = 32}));
  ASSERT_EQ(panel.warnings.size(), 2U);
  EXPECT_EQ(panel.warnings[0], "one: like the training films");
  EXPECT_THAT(panel.warnings[1], HasSubstr("two: unlike the training films: "));
  const auto& lines = panel.rows[0].lines;
  ASSERT_GE(lines.size(), 3U);
  EXPECT_THAT(lines[0], StartsWith("one: probability "));
  EXPECT_THAT(lines[1], StartsWith("two: probability "));
  EXPECT_THAT(lines[2], StartsWith("their plain mean: "));
  EXPECT_THAT(must(to_html(panel)), HasSubstr("<p class=\"trust\">two: unlike the training"));

  const NumberedFilm numbered{"cat.png", &maps};
  EXPECT_THAT(maps_text(explainer, numbered, {0}), StartsWith("one: [like]\ntwo: [unlike, "));
  EXPECT_THAT(maps_csv_head(), HasSubstr("film,model,trust,trust_score,perhaps,class"));
  EXPECT_THAT(maps_csv_rows(explainer, numbered), HasSubstr("cat.png,two,unlike,"));
  const auto json =
      nlohmann::json::parse(maps_json_head(explainer) + maps_json_film(explainer, numbered, true) +
                            maps_json_film(explainer, numbered, false) + maps_json_tail());
  ASSERT_EQ(json["films"].size(), 2U);
  EXPECT_EQ(json["films"][1]["trust"]["answer"], "unlike");
  EXPECT_EQ(json["films"][1]["models"][0]["trust"]["answer"], "like");
  EXPECT_EQ(json["probabilities_of_a_film"], "their plain mean");
}

}  // namespace
}  // namespace chestlens
