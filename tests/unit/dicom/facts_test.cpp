#include "dicom_writer.hpp"
#include "support/must.hpp"

#include <chestlens/dicom.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using ::testing::Contains;
using testing::DicomOptions;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::write_dicom;

std::vector<std::byte> film_with(std::function<void(DcmDataset&)> more) {
  DicomOptions options;
  options.more = std::move(more);
  return write_dicom(options);
}

TEST(DicomFacts, AreRead) {
  const auto facts = test::must(read_dicom_facts(film_with([](DcmDataset& data) {
    data.putAndInsertString(DCM_ViewPosition, "pa");
    data.putAndInsertString(DCM_ImageLaterality, "U");
    data.putAndInsertString(DCM_BodyPartExamined, "Chest ");
    data.putAndInsertString(DCM_PatientAge, "045Y");
    data.putAndInsertString(DCM_ImagerPixelSpacing, "0.14\\0.15");
  })));
  EXPECT_EQ(facts.modality, "DX");
  EXPECT_EQ(facts.view_position, "PA");
  EXPECT_EQ(facts.laterality, "U");
  EXPECT_EQ(facts.body_part, "CHEST");
  EXPECT_EQ(facts.age_years, 45);
  ASSERT_TRUE(facts.spacing_mm);
  EXPECT_DOUBLE_EQ((*facts.spacing_mm)[0], 0.14);
  EXPECT_DOUBLE_EQ((*facts.spacing_mm)[1], 0.15);
  EXPECT_EQ(facts.photometric, "MONOCHROME2");
  EXPECT_EQ(facts.transfer_syntax, "Little Endian Explicit");
  EXPECT_EQ(facts.frames, 1);
  EXPECT_EQ(other_subject(facts), "");
}

TEST(DicomFacts, AgesAreInYears) {
  const auto age = [](const char* text) {
    return test::must(read_dicom_facts(film_with([=](DcmDataset& data) {
             data.putAndInsertString(DCM_PatientAge, text);
           })))
        .age_years;
  };
  EXPECT_DOUBLE_EQ(age("006M").value_or(-1), 0.5);
  EXPECT_NEAR(age("026W").value_or(-1), 0.5, 0.01);
  EXPECT_NEAR(age("010D").value_or(-1), 0.027, 0.001);
  EXPECT_FALSE(age("old"));
}

TEST(DicomFacts, AViewMayStandInACode) {
  const auto facts = test::must(read_dicom_facts(film_with([](DcmDataset& data) {
    DcmItem* code = nullptr;
    data.findOrCreateSequenceItem(DCM_ViewCodeSequence, code, 0);
    code->putAndInsertString(DCM_CodeMeaning, "left lateral");
  })));
  EXPECT_EQ(facts.view_position, "LATERAL");
  EXPECT_EQ(other_subject(facts), "a lateral film");
}

TEST(OtherSubject, NamesWhatIsNoFrontalChestFilm) {
  EXPECT_EQ(other_subject({.modality = "CT"}), "a CT image");
  EXPECT_EQ(other_subject({.modality = "ECG"}), "an image of modality ECG");
  EXPECT_EQ(other_subject({.modality = "DX", .body_part = "HAND"}), "a film of HAND");
  EXPECT_EQ(other_subject({.modality = "CR", .view_position = "LL", .body_part = "CHEST"}),
            "a lateral film");
  EXPECT_EQ(other_subject({.modality = "CR", .view_position = "RAO"}), "an oblique film");
  EXPECT_EQ(other_subject({.modality = "CR", .view_position = "AP", .body_part = "PORT CHEST"}),
            "");
  EXPECT_EQ(other_subject({}), "");
}

TEST(Identifiers, AreNamedWithoutTheirValues) {
  const auto file = film_with([](DcmDataset& data) {
    data.putAndInsertString(DCM_PatientName, "Secret^Person");
    data.putAndInsertString(DCM_StudyDate, "20200101");
    data.putAndInsertString(DCM_InstitutionName, "Hospital");
    data.putAndInsertString(DCM_PatientComments, "");
    data.putAndInsertString(DcmTag(0x0009, 0x0010, EVR_LO), "VENDOR");
    DcmItem* item = nullptr;
    data.findOrCreateSequenceItem(DCM_RequestAttributesSequence, item, 0);
    item->putAndInsertString(DCM_ScheduledProcedureStepID, "77");
  });
  const auto elements = test::must(identifying_elements(file));
  EXPECT_THAT(elements, Contains("(0010,0010) PatientName"));
  EXPECT_THAT(elements, Contains("(0008,0020) StudyDate"));
  EXPECT_THAT(elements, Contains("(0008,0080) InstitutionName"));
  EXPECT_THAT(elements, Contains("(0008,0018) SOPInstanceUID"));
  EXPECT_THAT(elements, Contains("(0040,0009) ScheduledProcedureStepID"));
  EXPECT_THAT(elements, Contains("(0009,0010) private"));
  EXPECT_THAT(elements, Not(Contains(HasSubstr("PatientComments"))));  // it is empty
  EXPECT_THAT(elements, Not(Contains(HasSubstr("SOPClassUID"))));
  for (const std::string& element : elements) {
    EXPECT_THAT(element, Not(HasSubstr("Secret")));
    EXPECT_THAT(element, Not(HasSubstr("20200101")));
  }
}

TEST(Identifiers, OfAFilmWithoutAnyAreNone) {
  const auto elements = test::must(identifying_elements(
      film_with([](DcmDataset& data) { delete data.remove(DCM_SOPInstanceUID); })));
  for (const std::string& element : elements) EXPECT_THAT(element, HasSubstr("(0002,"));
}

}  // namespace
}  // namespace chestlens
