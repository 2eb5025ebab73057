#include "curation/check.hpp"

#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/soft_film.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

class CheckTest : public testing::Test {
 protected:
  /// Writes a film and lists it.
  void film(const std::string& name, const std::string& class_name, const std::string& patient,
            const std::string& split, const std::string& source, const GreyImage& image) {
    test::write_film(folder_ / name, image);
    manifest_ += csv_line({name, class_name, patient, split, source});
  }
  /// Four films of two classes and hospitals, of which nothing is wrong.
  void clean_films() {
    film("a.png", "x", "1", "train", "A", test::soft_film(64, 1));
    film("b.png", "y", "2", "train", "A", test::soft_film(64, 2));
    film("c.png", "x", "3", "test", "B", test::soft_film(64, 3));
    film("d.png", "y", "4", "test", "B", test::soft_film(64, 4));
  }
  CheckReport check() {
    test::must(write_file_atomic(folder_ / "manifest.csv", manifest_));
    return check_dataset(folder_.path(), {}).value();
  }
  std::vector<std::string> names(const RepeatGroup& group, const CheckReport& report) {
    std::vector<std::string> files;
    for (const std::size_t i : group.films) files.push_back(report.manifest.films[i].file);
    return files;
  }

  test::TemporaryFolder folder_;
  std::string manifest_ = "file,class,patient_id,split,source\n";
};

using Names = std::vector<std::string>;

TEST_F(CheckTest, ACleanDataSetHasNoFindings) {
  clean_films();
  const CheckReport report = check();
  EXPECT_TRUE(findings(report, {}).empty());
  EXPECT_TRUE(report.groups.empty());
  EXPECT_NEAR(report.class_of_source.cramers_v, 0.0, 1e-12);
}

TEST_F(CheckTest, SpellingsOfOneClassAreFindings) {
  clean_films();
  film("e.png", "X", "5", "Train", "A", test::soft_film(64, 5));
  film("f.png", "y ", "6", "val", "B", test::soft_film(64, 6));
  const CheckReport report = check();
  EXPECT_EQ(report.manifest.classes, (Names{"X", "x", "y"}));
  ASSERT_EQ(report.rows.size(), 1U);
  EXPECT_EQ(report.rows[0].line, 6);
  EXPECT_EQ(report.rows[0].reason,
            "class \"X\" (1 row) is also spelt \"x\" (2 rows); spell them alike");
  EXPECT_EQ(findings(report, {})[0], "1 row to repair");
}

TEST_F(CheckTest, MarksFilmsThatWindowsListed) {
  manifest_ = "file,class,patient_id,split,source\n";
  test::write_film(folder_ / "films/a.png", test::soft_film(64, 1));
  test::write_film(folder_ / "films/b.png", test::soft_film(64, 1));
  film("c.png", "y", "2", "", "A", test::soft_film(64, 2));
  manifest_ += "films\\a.png,x,1,,A\nfilms\\b.png,x,1,,A\n";
  const CheckReport report = check();
  ASSERT_EQ(report.groups.size(), 1U);
  EXPECT_EQ(mark_repeats(report).value(), 1);
  EXPECT_EQ(load_manifest(folder_.path()).value().duplicates_dropped, 1);
}

TEST_F(CheckTest, RepeatsAreFoundWithWhatTheySpoil) {
  clean_films();
  film("a-again.png", "x", "1", "train", "A", test::soft_film(64, 1));
  film("c-smaller.png", "y", "9", "train", "B", test::soft_film(48, 3));
  const CheckReport report = check();
  ASSERT_EQ(report.groups.size(), 2U);
  EXPECT_EQ(names(report.groups[0], report), (Names{"c.png", "c-smaller.png"}));
  EXPECT_EQ(report.groups[0].weakest, RepeatKind::near);
  EXPECT_TRUE(report.groups[0].across_splits);
  EXPECT_TRUE(report.groups[0].across_classes);
  EXPECT_TRUE(report.groups[0].across_patients);
  EXPECT_EQ(names(report.groups[1], report), (Names{"a.png", "a-again.png"}));
  EXPECT_EQ(report.groups[1].weakest, RepeatKind::same_file);
  EXPECT_FALSE(report.groups[1].across_splits);
  const auto lines = findings(report, {});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines[0], HasSubstr("2 groups"));
  EXPECT_THAT(lines[0], HasSubstr("1 across the split"));
  const std::string text = to_markdown(report);
  EXPECT_THAT(text, HasSubstr("near, ACROSS THE SPLIT, ACROSS CLASSES, across patients: c.png"));
}

TEST_F(CheckTest, MarkedRepeatsAreNoFindingsAnyMore) {
  clean_films();
  film("a-again.png", "x", "1", "train", "A", test::soft_film(64, 1));
  film("d-in-train.png", "y", "9", "train", "B", test::soft_film(48, 4));
  const CheckReport report = check();
  ASSERT_EQ(report.groups.size(), 2U);
  EXPECT_EQ(mark_repeats(report).value(), 2);
  const Manifest manifest = load_manifest(folder_.path()).value();
  EXPECT_EQ(manifest.duplicates_dropped, 2);
  for (const ManifestRow& kept : manifest.films)
    EXPECT_NE(kept.file, "d-in-train.png");  // d is a test film
  EXPECT_TRUE(findings(check_dataset(folder_.path(), {}).value(), {}).empty());
}

TEST_F(CheckTest, GroupsOfSeveralClassesAreLeftToTheUser) {
  clean_films();
  film("a-again.png", "y", "1", "train", "A", test::soft_film(64, 1));
  EXPECT_EQ(mark_repeats(check()).value(), 0);
}

TEST_F(CheckTest, BadRowsUnreadableFilmsAndPatientsAreAllReported) {
  clean_films();
  test::must(write_file_atomic(folder_ / "broken.png", "no image"));
  manifest_ += "broken.png,x,5,train,A\ngone.png,x,6,train,A\n";
  film("e.png", "x", "3", "train", "B", test::soft_film(64, 5));
  const CheckReport report = check();
  EXPECT_EQ(report.manifest.films.size(), 5U);
  ASSERT_EQ(report.unreadable.size(), 1U);
  EXPECT_EQ(report.unreadable[0].file, "broken.png");
  EXPECT_EQ(report.crossing_patients, Names{"3"});
  const auto lines = findings(report, {});
  ASSERT_EQ(lines.size(), 3U);
  const std::string text = to_markdown(report);
  EXPECT_THAT(text, HasSubstr("manifest.csv:7: file \"gone.png\" is not there"));
  test::must(write_check_files(folder_ / "report", report));
  const std::string problems = read_text(folder_ / "report/problems.csv").value();
  for (const char* line : {"row to repair,manifest.csv:7,", "film that cannot be read,broken.png,",
                           "patient on both sides of the split,3,"}) {
    EXPECT_THAT(problems, HasSubstr(line)) << line << " in " << problems;
  }
}

TEST_F(CheckTest, AStrongAssociationOfSourceAndClassIsAFindingOnRequest) {
  film("a.png", "x", "1", "", "A", test::soft_film(64, 1));
  film("b.png", "x", "2", "", "A", test::soft_film(64, 2));
  film("c.png", "y", "3", "", "B", test::soft_film(64, 3));
  const CheckReport report = check();
  EXPECT_NEAR(report.class_of_source.cramers_v, 1.0, 1e-12);
  EXPECT_TRUE(findings(report, {}).empty());
  EXPECT_EQ(findings(report, {.max_source_association = 0.5}).size(), 1U);
  EXPECT_THAT(to_markdown(report), HasSubstr("The source alone predicts class in 100.0 %"));
}

TEST_F(CheckTest, WritesChartsAndTheListOfGroups) {
  clean_films();
  film("a-again.png", "x", "1", "train", "A", test::soft_film(64, 1));
  test::must(write_check_files(folder_ / "report", check()));
  EXPECT_EQ(read_text(folder_ / "report/duplicates.csv").value(),
            "group,file,class,patient_id,split,kind\n"
            "1,a.png,x,1,train,same file\n1,a-again.png,x,1,train,same file\n");
  for (const char* name : {"report/classes.svg", "report/sources.svg"}) {
    EXPECT_EQ(read_text(folder_ / name).value().find("<svg "), 0U) << name;
  }
}

TEST_F(CheckTest, OfLabelsNamesTheOneThatTheSourceTellsBest) {
  const auto labelled = [this](const std::string& name, const std::string& labels,
                               const std::string& source, std::uint64_t seed) {
    test::write_film(folder_ / name, test::soft_film(64, seed));
    manifest_ += csv_line({name, labels, name, "train", source});
  };
  manifest_ = "file,labels,patient_id,split,source\n";
  labelled("a.png", "Edema=1;Tube=1", "A", 1);
  labelled("b.png", "Edema=0;Tube=1", "A", 2);
  labelled("c.png", "Edema=1;Tube=0", "B", 3);
  labelled("d.png", "Edema=0;Tube=0", "B", 4);
  labelled("e.png", "Edema=?;Tube=?", "B", 5);
  labelled("a-again.png", "Edema=0;Tube=1", "A", 1);
  test::must(write_file_atomic(folder_ / "manifest.csv", manifest_));
  const CheckReport report = check_dataset(folder_.path(), {.multi_label = true}).value();
  EXPECT_EQ(report.source_target, "Tube");
  EXPECT_NEAR(report.source_association.cramers_v, 1.0, 1e-12);
  ASSERT_EQ(report.groups.size(), 1U);
  EXPECT_TRUE(report.groups[0].across_classes);
  const std::string text = to_markdown(report);
  EXPECT_THAT(text, HasSubstr("The source alone predicts Tube in 100.0 %"));
  EXPECT_THAT(text, HasSubstr("| none of them | 2 | 2 |"));
}

TEST_F(CheckTest, RepeatsOfLabelledFilmsCanBeMarked) {
  manifest_ = "file,labels,patient_id,split,source\n";
  for (const char* name : {"a.png", "a-again.png"}) {
    test::write_film(folder_ / name, test::soft_film(64, 1));
    manifest_ += csv_line({name, "Edema=1", "1", "train", "A"});
  }
  test::must(write_file_atomic(folder_ / "manifest.csv", manifest_));
  const CheckReport report = check_dataset(folder_.path(), {.multi_label = true}).value();
  const auto marked = mark_repeats(report);
  ASSERT_TRUE(marked) << to_string(marked.error());
  EXPECT_EQ(*marked, 1);
  EXPECT_TRUE(check_dataset(folder_.path(), {.multi_label = true}).value().groups.empty());
}

TEST(Check, OfAFolderWithoutManifestIsAnError) {
  const test::TemporaryFolder folder;
  const auto report = check_dataset(folder.path(), {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace chestlens
