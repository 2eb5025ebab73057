#include "data/manifest.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

class ManifestTest : public testing::Test {
 protected:
  ManifestTest() {
    for (const char* name : {"a.png", "b.png", "c.png", "d.png"}) {
      test::must(write_file_atomic(folder_ / name, "x"));
    }
  }

  Result<Manifest> load(const std::string& csv, const ManifestOptions& options = {}) {
    test::must(write_file_atomic(folder_ / "manifest.csv", csv));
    return load_manifest(folder_.path(), options);
  }

  std::string error_of(const std::string& csv, const ManifestOptions& options = {}) {
    const auto manifest = load(csv, options);
    return manifest ? "no error" : to_string(manifest.error());
  }

  test::TemporaryFolder folder_;
};

void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_THAT(text, HasSubstr(part));
}

TEST_F(ManifestTest, ReadsEveryColumn) {
  const auto manifest = load(
      "file,class,patient_id,split,source,licence,duplicate_of,extra\n"
      "a.png,viral,p1,train,\"Hospital, A\",CC0,,1\n"
      "b.png,normal,p2,test,B,CC BY 4.0,,2\n"
      "c.png,normal,p3,,B,CC BY 4.0,,3\n"
      "d.png,normal,p3,,B,CC BY 4.0,c.png,4\n");
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  EXPECT_EQ(manifest->classes, (std::vector<std::string>{"normal", "viral"}));
  ASSERT_EQ(manifest->films.size(), 3U);
  EXPECT_EQ(manifest->duplicates_dropped, 1);
  const ManifestRow& film = manifest->films[0];
  EXPECT_EQ(film.file, "a.png");
  EXPECT_EQ(film.class_index, 1);
  EXPECT_EQ(film.patient_id, "p1");
  EXPECT_EQ(film.split, DeclaredSplit::train);
  EXPECT_EQ(film.source, "Hospital, A");
  EXPECT_EQ(film.licence, "CC0");
  EXPECT_EQ(film.line, 2);
  EXPECT_EQ(manifest->films[1].split, DeclaredSplit::test);
  EXPECT_EQ(manifest->films[2].split, DeclaredSplit::none);
}

TEST_F(ManifestTest, SaysOfWhichFilmsThePatientIsNotKnown) {
  const auto manifest =
      load("file,class,patient_id,patients\na.png,x,a,unknown\nb.png,y,p2,\nc.png,y,p3,known\n");
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  EXPECT_FALSE(manifest->films[0].patient_known);
  EXPECT_TRUE(manifest->films[1].patient_known);
  EXPECT_TRUE(manifest->films[2].patient_known);
  expect_contains(error_of("file,class,patient_id,patients\na.png,x,p,no\nb.png,y,q,\n"),
                  "manifest.csv:2: patients \"no\" is not known, unknown or empty");
}

TEST_F(ManifestTest, ClassesComeInTheOrderAskedFor) {
  const auto manifest =
      load("file,class,patient_id\na.png,b,1\nb.png,a,2\n", {.classes = {"b", "a"}});
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->films[0].class_index, 0);
  EXPECT_EQ(manifest->films[1].class_index, 1);
}

TEST_F(ManifestTest, ASourceThatNobodyStatedIsCalledSo) {
  const auto manifest =
      load("file,class,patient_id,source,licence\na.png,x,1,,CC0\nb.png,y,2,B,\n");
  const std::vector<std::size_t> films = {0, 1};
  const auto sources = data_sources(manifest.value(), films);
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_EQ(sources[0].licence + sources[1].licence, "not statedCC0");
  EXPECT_EQ(sources[0].name + sources[1].name, "Bnot stated");
}

TEST_F(ManifestTest, SourcesAreCountedMostFilmsFirst) {
  const auto manifest = load(
      "file,class,patient_id,source,licence\n"
      "a.png,x,1,A,CC0\nb.png,y,2,B,CC0\nc.png,x,3,B,CC0\nd.png,x,4,B,CC BY\n");
  const std::vector<std::size_t> films = {0, 1, 2, 3};
  const auto sources = data_sources(manifest.value(), films);
  ASSERT_EQ(sources.size(), 3U);
  EXPECT_EQ(sources[0].name, "B");
  EXPECT_EQ(sources[0].licence, "CC0");
  EXPECT_EQ(sources[0].films, 2);
}

TEST_F(ManifestTest, MissingFileIsNamed) {
  const auto manifest = load_manifest(folder_.path());
  ASSERT_FALSE(manifest);
  EXPECT_EQ(manifest.error().code, ErrorCode::not_found);
  EXPECT_EQ(manifest.error().context, (folder_ / "manifest.csv").string());
}

TEST_F(ManifestTest, MissingColumnsAreNamedWithThoseFound) {
  const std::string error = error_of("file,label,split\na.png,x,train\n");
  expect_contains(error, "column missing: class, patient_id");
  expect_contains(error, "columns found: file, label, split");
}

TEST_F(ManifestTest, NeedsFilmsAndTwoClasses) {
  expect_contains(error_of("file,class,patient_id\n"), "lists no film");
  expect_contains(error_of(""), "lists no film");
  expect_contains(error_of("file,class,patient_id\na.png,x,1\n"), "fewer than two classes: x");
}

TEST_F(ManifestTest, BadQuotesNameTheLine) {
  expect_contains(error_of("file,class,patient_id\n\"a.png,x,1\n"), "line 2");
}

struct BadRow {
  const char* rows;
  const char* reason;
};

class ManifestRows : public ManifestTest, public testing::WithParamInterface<BadRow> {};

TEST_P(ManifestRows, NameTheLineAndTheReason) {
  const std::string header = "file,class,patient_id,split,duplicate_of\n";
  expect_contains(error_of(header + GetParam().rows, {.classes = {"x", "y"}}), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    All, ManifestRows,
    testing::Values(
        BadRow{"a.png,x,1,,\nno.png,x,2,,\n", "manifest.csv:3: file \"no.png\" is not there"},
        BadRow{",x,1,,\n", "manifest.csv:2: file is empty"},
        BadRow{"a.png,,1,,\n", "manifest.csv:2: class is empty"},
        BadRow{"a.png,X,1,,\n",
               "manifest.csv:2: class \"X\" is asked for as \"x\"; spell them alike"},
        BadRow{"a.png,x,,,\n", "manifest.csv:2: patient_id is empty"},
        BadRow{"a.png,x,1,dev,\n",
               "manifest.csv:2: split \"dev\" is not train, validation, test or empty"},
        BadRow{"a.png,x,1,tset,\n", "or empty; did you mean test?"},
        BadRow{
            "a.png,x,1,train,\nb.png,y,1,val,\n",
            "manifest.csv:3: patient \"1\" is on both sides of the validation split, see line 2"},
        BadRow{"a.png,x,1,,\n./a.png,x,1,,\n", "manifest.csv:3: file \"./a.png\" repeats line 2"},
        BadRow{"a.png,x\n", "manifest.csv:2: has 2 fields, the header 5"},
        BadRow{"a.png,x,1,,b.png\n", "manifest.csv:2: duplicate_of \"b.png\" is not a film"},
        BadRow{"a.png,x,1,,\nb.png,x,1,,a.png\nc.png,x,1,,b.png\n", "is itself a duplicate"},
        BadRow{"a.png,x,1,train,\nb.png,y,1,test,\n",
               "manifest.csv:3: patient \"1\" is on both sides of the test split, see line 2"}));

TEST_F(ManifestTest, EveryBadRowIsListedUpToALimit) {
  std::string csv = "file,class,patient_id\n";
  for (int i = 0; i < 10; ++i) csv += "missing" + std::to_string(i) + ".png,x,1\n";
  csv += "a.png,y,2\n";
  const std::string error = error_of(csv, {.max_reported_errors = 3});
  expect_contains(error, "missing2.png");
  EXPECT_THAT(error, Not(HasSubstr("missing3.png")));
  expect_contains(error, "and 7 more");
}

// A film that another names as its duplicate does not leak its patient across the test split.
TEST_F(ManifestTest, DroppedDuplicatesDoNotCountAsPatients) {
  EXPECT_TRUE(
      load("file,class,patient_id,split,duplicate_of\n"
           "a.png,x,1,test,\nb.png,x,1,train,a.png\nc.png,y,2,train,\n"));
}

TEST_F(ManifestTest, ColumnsAreFoundWhateverTheirCaseAndBlanks) {
  const auto manifest = load(
      "File,CLASS, Patient_ID ,Split,License,Age,view 2\n"
      "a.png,x,1,Train,CC0,40,PA\nb.png,y,2,TEST ,CC0,50,PA\nc.png,y,3, Valid,CC BY,60,AP\n");
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  EXPECT_EQ(manifest->films[0].split, DeclaredSplit::train);
  EXPECT_EQ(manifest->films[1].split, DeclaredSplit::test);
  EXPECT_EQ(manifest->films[2].split, DeclaredSplit::validation);
  EXPECT_EQ(manifest->films[2].licence, "CC BY");
  EXPECT_EQ(manifest->unused_columns, (std::vector<std::string>{"Age", "view 2"}));
  EXPECT_TRUE(declares_validation(*manifest));

  std::vector<std::string> notes;
  report_notices(*manifest, {.notice = [&notes](auto text) { notes.emplace_back(text); }});
  EXPECT_EQ(notes, (std::vector<std::string>{"manifest.csv: columns not used: Age, view 2"}));
}

// Without it the test films would be trained on.
TEST_F(ManifestTest, AMisspeltColumnIsAnError) {
  expect_contains(error_of("file,class,patient_id,Splt\na.png,x,1,train\nb.png,y,2,test\n"),
                  "column \"Splt\" is not known; did you mean split?");
  expect_contains(error_of("file,class,patient_id,Split,split\na.png,x,1,,\nb.png,y,2,,\n"),
                  "has the column split twice");
  // A column of one's own beside the right one is just not used.
  EXPECT_TRUE(load("file,class,patient_id,split,splits\na.png,x,1,,7\nb.png,y,2,,7\n"));
}

TEST_F(ManifestTest, OtherSeparatorsLineEndsAndEncodingsAreRead) {
  std::string utf16("\xFF\xFE", 2);
  for (const char c : std::string("file\tclass\tpatient_id\ra.png\tx\t1\rb.png\ty\t2\r")) {
    utf16 += c;
    utf16 += '\0';
  }
  for (const std::string& csv :
       {std::string("file;class;patient_id\na.png;x;1\nb.png;y;2\n"), utf16}) {
    const auto manifest = load(csv);
    ASSERT_TRUE(manifest) << to_string(manifest.error());
    ASSERT_EQ(manifest->films.size(), 2U);
    EXPECT_EQ(manifest->films[1].file, "b.png");
    EXPECT_EQ(manifest->films[1].patient_id, "2");
    EXPECT_THAT(manifest->classes, testing::ElementsAre("x", "y"));
  }
}

TEST_F(ManifestTest, EmptyRowsAndFieldsOfSpreadsheetsDoNotCount) {
  const auto manifest = load("file,class,patient_id\na.png,x,1,,\n,,\nb.png,y,2,\n ,,,,\n");
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  EXPECT_EQ(manifest->films.size(), 2U);
  expect_contains(error_of("file,class,patient_id\na.png,x,1,more\nb.png,y,2\nc.png,x,3\n"),
                  "manifest.csv:2: has 4 fields, the header 3");
}

TEST_F(ManifestTest, BlanksAroundFieldsDoNotCount) {
  const auto manifest =
      load("file,class,patient_id,source\n a.png ,x , 1,S\nb.png, x,1 ,S \nc.png,y,2,S\n");
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  EXPECT_EQ(manifest->classes, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(manifest->films[0].file, "a.png");
  EXPECT_EQ(manifest->films[1].patient_id, manifest->films[0].patient_id);
  EXPECT_EQ(manifest->films[1].source, "S");
}

TEST_F(ManifestTest, ClassesThatDifferByCaseAreTwoSpellings) {
  const std::string error =
      error_of("file,class,patient_id\na.png,Bacterial,1\nb.png,bacterial,2\nc.png,normal,3\n");
  expect_contains(
      error, "class \"bacterial\" (1 row) is also spelt \"Bacterial\" (1 row); spell them alike");
}

TEST_F(ManifestTest, WindowsSeparatorsAreRead) {
  test::must(write_file_atomic(folder_ / "films" / "e.png", "x"));
  const auto manifest = load(
      "file,class,patient_id,duplicate_of\n"
      "films\\e.png,x,1,\nb.png,y,2,\nc.png,x,1,films\\e.png\n");
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  EXPECT_EQ(manifest->films[0].file, "films/e.png");
  EXPECT_EQ(manifest->duplicates_dropped, 1);
}

TEST_F(ManifestTest, FilmsOfOtherClassesAreLeftOutAndCounted) {
  const auto manifest =
      load("file,class,patient_id\na.png,x,1\nb.png,y,2\nc.png,zebra,3\nd.png,zebra,4\n",
           {.classes = {"x", "y"}});
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  EXPECT_EQ(manifest->films.size(), 2U);
  EXPECT_EQ(manifest->other_classes.at("zebra"), 2);
  std::vector<std::string> notes;
  report_notices(*manifest, {.notice = [&notes](auto text) { notes.emplace_back(text); }});
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0], "manifest.csv: 2 films left out, of classes that are not asked for: zebra 2");
}

TEST_F(ManifestTest, TextThatIsNotUtf8IsReadAndSaid) {
  const auto manifest = load("file,class,patient_id\na.png,bact\xE9rie,1\nb.png,y,2\n");
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  EXPECT_THAT(manifest->classes, testing::ElementsAre("bact\xC3\xA9rie", "y"));
  std::vector<std::string> notes;
  report_notices(*manifest, {.notice = [&notes](auto text) { notes.emplace_back(text); }});
  ASSERT_EQ(notes.size(), 1U);
  expect_contains(notes[0], "manifest.csv: is not UTF-8 and was read as Windows-1252");
  expect_contains(error_of("<!DOCTYPE html><html>"), "looks like a web page");
}

const ManifestOptions elsewhere{.classes = {"normal", "viral"}, .external = true};

TEST_F(ManifestTest, ExternalFilmsNeedNoPatientAndNoSplit) {
  const auto manifest =
      load("file,class,split\na.png,normal,holdout\nb.png,normal,2024\n", elsewhere);
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  ASSERT_EQ(manifest->films.size(), 2U);
  EXPECT_FALSE(manifest->films[0].patient_known);
  EXPECT_NE(manifest->films[0].patient_id, manifest->films[1].patient_id);
  EXPECT_EQ(manifest->films[0].split, DeclaredSplit::none);
  EXPECT_EQ(manifest->classes.size(), 2U);
  expect_contains(error_of("file,class\na.png,normal\n", {.classes = {"normal", "viral"}}),
                  "column missing: patient_id");
}

TEST_F(ManifestTest, ExternalPatientsMayCrossASplitAndMayBeMissing) {
  const auto manifest = load(
      "file,class,patient_id,split\na.png,normal,p1,train\nb.png,viral,p1,test\nc.png,viral,,\n",
      elsewhere);
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  EXPECT_TRUE(manifest->films[1].patient_known);
  EXPECT_FALSE(manifest->films[2].patient_known);
}

// a repeats a film that is not here, b repeats a, c the same film as a, d another one.
TEST_F(ManifestTest, OfExternalRepeatsOneStays) {
  const std::string csv =
      "file,class,duplicate_of\na.png,normal,gone.png\nb.png,normal,a.png\n"
      "c.png,normal,gone.png\nd.png,viral,other.png\n";
  const auto manifest = load(csv, elsewhere);
  ASSERT_TRUE(manifest) << to_string(manifest.error());
  ASSERT_EQ(manifest->films.size(), 2U);
  EXPECT_EQ(manifest->films[0].file, "a.png");
  EXPECT_EQ(manifest->films[1].file, "d.png");
  EXPECT_EQ(manifest->duplicates_dropped, 2);
}

TEST_F(ManifestTest, ExternalFilmsMustStillBeThereAndHaveAClass) {
  expect_contains(error_of("file,class\nz.png,normal\n", elsewhere), "file \"z.png\" is not there");
  expect_contains(error_of("file,patient_id\na.png,p\n", elsewhere), "column missing: class");
  expect_contains(error_of("file,class\na.png,\n", elsewhere), "class is empty");
}

}  // namespace
}  // namespace chestlens
