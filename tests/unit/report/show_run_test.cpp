#include "report/show_run.hpp"

#include "evaluate/run_evaluation.hpp"
#include "report/show_bundle.hpp"
#include "support/must.hpp"
#include "support/tiny_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string shown_recipe =
    "name = \"tiny\"\ntitle = \"A tiny one\"\n[data]\nvalidation_fraction = 0.25\n[train]\n"
    "batch = 8\naccumulate_batches = 2\n"
    "[[stage]]\nsize_pixels = 32\nepochs = 2\nmax_learning_rate = 1e-3\ncutmix_alpha = 1.0\n";

class ShowRun : public test::TinyRun {
 protected:
  ShowRun() { options_.bootstrap.draws = 100; }
  chestlens::Run trained() {
    EXPECT_TRUE(run(shown_recipe, options("run")));
    return load_run(folder_ / "run").value();
  }
  static void evaluate_on(const chestlens::Run& run, EvaluatedPart part) {
    const auto evaluation =
        test::must(evaluate_run(run, {.part = part, .make_network = test::make_tiny_network}));
    ASSERT_TRUE(save_evaluation(run, evaluation));
  }
  Page page_of(const chestlens::Run& run) const { return test::must(show_run(run, options_)); }
  static const PageSection* find(const Page& page, const std::string& title) {
    const auto found = std::ranges::find(page.sections, title, &PageSection::title);
    return found == page.sections.end() ? nullptr : &*found;
  }

  ShowOptions options_{.make_network = test::make_tiny_network};
};

TEST_F(ShowRun, SaysWhatItIsAndWhatIsMissing) {
  const auto run = trained();
  const Page page = page_of(run);
  const std::string text = to_text(page);
  for (const char* part :
       {"A tiny one\n", "finished, 2 of 2 epochs", "best epoch", "macro F1 ", "32 x 32 pixels",
        "2 batches to a step", "32 px, 2 epochs, one cycle, rate 0.001, batch 8, CutMix 1",
        "Films by class and part", "chestlens evaluate --run", "--split validation"}) {
    EXPECT_THAT(text, HasSubstr(part)) << text;
  }
  ASSERT_NE(find(page, "Training"), nullptr);
  EXPECT_EQ(find(page, "Training")->figures.size(), 2U);
  EXPECT_EQ(find(page, "Recipe")->verbatim, shown_recipe);
}

TEST_F(ShowRun, DrawsWhatEvaluateLeftInIt) {
  const auto run = trained();
  evaluate_on(run, EvaluatedPart::validation);
  const Page page = page_of(run);
  const PageSection* section = find(page, "Figures on the validation films");
  ASSERT_NE(section, nullptr);
  ASSERT_EQ(section->figures.size(), 3U);
  for (const char* name : {"a", "b", "c"}) {
    EXPECT_THAT(section->figures[1].svg, HasSubstr(std::string(">") + name + ", area ")) << name;
  }
  EXPECT_THAT(section->figures[1].svg, HasSubstr("<polygon"));
  for (const PageFigure& figure : section->figures) {
    EXPECT_THAT(figure.svg, HasSubstr("<title>")) << figure.file;
    EXPECT_THAT(figure.svg, HasSubstr("<desc>")) << figure.file;
  }
  EXPECT_EQ(section->tables.at(0).rows.size(), 3U);
  EXPECT_TRUE(section->films.empty()) << "films are shown where they are asked for";
  EXPECT_THAT(to_html(page), Not(HasSubstr("data:")));
}

TEST_F(ShowRun, ShowsTheFilmsOfItsMistakesWhereTheyAreAskedFor) {
  const auto run = trained();
  evaluate_on(run, EvaluatedPart::validation);
  options_.films = true;
  options_.most_mistakes = 2;
  const Page page = page_of(run);
  const PageSection* section = find(page, "Figures on the validation films");
  ASSERT_NE(section, nullptr);
  ASSERT_EQ(section->films.size(), section->tables.back().rows.size());
  ASSERT_FALSE(section->films.empty()) << "the tiny run makes no mistake";
  for (const PageFilm& film : section->films) {
    EXPECT_TRUE(film.film_uri.starts_with("data:image/png;base64,iVBOR"));
    EXPECT_TRUE(film.overlay_uri.starts_with("data:image/png;base64,iVBOR"));
    EXPECT_NE(film.film_uri, film.overlay_uri);
  }
  fs::remove_all(data_);
  EXPECT_FALSE(show_run(run, options_)) << "films that are asked for and not there";
}

TEST_F(ShowRun, GoesWithoutItsFilms) {
  const auto run = trained();
  evaluate_on(run, EvaluatedPart::validation);
  fs::remove_all(data_);
  const Page page = page_of(run);
  EXPECT_THAT(to_text(page), HasSubstr("They cannot be counted: "));
  EXPECT_EQ(find(page, "Figures on the validation films")->figures.size(), 3U);
}

TEST_F(ShowRun, BeforeTheFirstEpochThereIsLittleToShow) {
  TrainOptions stopped = options("new");
  stopped.stop_requested = [] { return true; };
  ASSERT_FALSE(run(shown_recipe, stopped));
  const std::string text = to_text(page_of(load_run(folder_ / "new").value()));
  EXPECT_THAT(text, HasSubstr("stopped, 0 of 2 epochs"));
  EXPECT_THAT(text, HasSubstr("No epoch has ended yet"));
  EXPECT_THAT(text, Not(HasSubstr("Figures on")));
}

TEST(ShowBundle, SaysWhatAnAuditConvicted) {
  Card card;
  EXPECT_EQ(to_text(show_bundle(card)).find("Audit"), std::string::npos);
  card.findings = {{.test = "border only, the network",
                    .about = "viral",
                    .value = 0.9,
                    .low = 0.85,
                    .high = 0.94,
                    .chance = 0.5,
                    .chance_high = 0.6,
                    .convicts = true,
                    .sentence = "The border alone tells viral.",
                    .measured_on = "600 films"}};
  const std::string text = to_text(show_bundle(card));
  EXPECT_THAT(text, HasSubstr("By chestlens audit, on 600 films."));
  EXPECT_THAT(text, HasSubstr("Convicted: the border, of viral"));
  EXPECT_THAT(text, HasSubstr("Shown only the outer 10 % of a film, it still tells: viral 90.0"));
  EXPECT_THAT(text, HasSubstr("by chance 50.0, at most 60.0"));
  EXPECT_THAT(text, HasSubstr("How often such an audit convicts"));
  EXPECT_THAT(text, HasSubstr("90.0 (85.0 to 94.0)"));
}

TEST(ShowBundle, BeginsWithWhatTheModelCanAndCannot) {
  Card card;
  card.title = "Small";
  card.network = "densenet121";
  card.classes = {"viral", "normal"};
  EXPECT_THAT(
      to_text(show_bundle(card)),
      StartsWith("Small\nA bundle of densenet121 for 2 classes.\n\nIn short\n"
                 "  What it can\n"
                 "  How well it tells viral and normal apart was not measured.\n\n"
                 "  What it cannot\n"
                 "  Whether it looks at the lungs is not known: it was not audited.\n\n"
                 "  What must not be done with it\n"
                 "  Never diagnose with it: it calls whatever it is shown viral or normal"));
  EXPECT_EQ(show_bundle(card).sections.front().points.at(1).tone, PageTone::caution);
  AuditFinding finding;
  finding.test = "border only, the network";
  finding.convicts = true;
  card.findings = {finding};
  EXPECT_EQ(show_bundle(card).sections.front().points.at(1).tone, PageTone::alarm);
}

TEST(ShowBundle, SaysOfWhichPicturesItWarns) {
  Card card;
  EXPECT_THAT(to_text(show_bundle(card)), HasSubstr("A bundle of format 1 has nothing to ask"));
  card.format = 2;
  card.trust = {{"films never seen", 0.05, 0.04, 0.07, "556 pictures"}};
  const std::string text = to_text(show_bundle(card));
  EXPECT_THAT(text, HasSubstr("wrongly of 5.0 % (4.0 to 7.0) of films like its own"));
  EXPECT_THAT(text, HasSubstr("556 pictures"));
}

TEST(ShowBundle, WhatIsNotKnownOfItsMakingIsLeftOut) {
  Card card;
  card.provenance.emplace().weights_sha256 = std::string(64, 'a');
  const Page page = show_bundle(card);
  std::vector<std::string> names;
  for (const auto& [name, value] : page.sections.at(1).facts) names.push_back(name);
  EXPECT_THAT(names, testing::Contains("weights (SHA-256)"));
  for (const char* name : {"exported by", "trained for", "split (SHA-256)"}) {
    EXPECT_THAT(names, Not(testing::Contains(name)));
  }
}

}  // namespace
}  // namespace chestlens
