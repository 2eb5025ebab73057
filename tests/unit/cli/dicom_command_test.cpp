#include "dicom/dicom_writer.hpp"
#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace chestlens {
namespace {

using test::run_program;
using testing::DicomOptions;
using ::testing::HasSubstr;
using ::testing::Not;

/// DICOM films at the command line.
class DicomCommand : public ::testing::Test {
 protected:
  std::string film(const std::string& name, DicomOptions options) {
    const std::string path = folder_ / name;
    test::must(write_file_atomic(path, testing::write_dicom(options)));
    return path;
  }

  const test::TemporaryFolder folder_;
};

void name_a_patient(DcmDataset& data) {
  data.putAndInsertString(DCM_PatientName, "Secret^Person");
  data.putAndInsertString(DCM_PatientAge, "061Y");
  data.putAndInsertString(DCM_BodyPartExamined, "CHEST");
  data.putAndInsertString(DCM_ViewPosition, "LL");
  data.putAndInsertString(DCM_ImagerPixelSpacing, "0.15\\0.15");
}

TEST_F(DicomCommand, InspectSaysWhatTheHeaderHoldsAndNamesNobody) {
  DicomOptions options{.photometric = "MONOCHROME1"};
  options.more = name_a_patient;
  const auto run = run_program("inspect " + film("film.dcm", options));
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, HasSubstr("DICOM, 12 x 10 pixels"));
  EXPECT_THAT(run.output, HasSubstr("61 years"));
  EXPECT_THAT(run.output, HasSubstr("0.15 x 0.15 mm"));
  EXPECT_THAT(run.output, HasSubstr("This is a lateral film"));
  EXPECT_THAT(run.output + run.errors, Not(HasSubstr("Secret")));
}

TEST_F(DicomCommand, IdentifiersAreListedWithoutTheirValues) {
  DicomOptions options;
  options.more = name_a_patient;
  const auto run = run_program("inspect --identifiers " + film("film.dcm", options));
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, HasSubstr("(0010,0010) PatientName"));
  EXPECT_THAT(run.output + run.errors, Not(HasSubstr("Secret")));
}

TEST_F(DicomCommand, SeveralFramesAreRefusedWithTheirNumberAndOneIsChosen) {
  const std::string path = film("frames.dcm", {.bits_allocated = 8, .bits_stored = 8, .frames = 3});
  const auto refused = run_program("inspect " + path);
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_THAT(refused.errors, HasSubstr("3 frames: choose one, 1 to 3 (--frame)"));
  const auto chosen = run_program("inspect --frame 2 " + path);
  EXPECT_EQ(chosen.exit_code, 0) << chosen.errors;
}

TEST_F(DicomCommand, EveryCommandThatTakesAFilmTakesItsFrame) {
  const std::string path = film("frames.dcm", {.width_pixels = 64,
                                               .height_pixels = 64,
                                               .bits_allocated = 8,
                                               .bits_stored = 8,
                                               .frames = 2});
  const std::string bundle = " --bundle " CHESTLENS_SOURCE_DIR "/models/mobilenet_v2 ";
  for (const std::string& command :
       {"predict" + bundle + path, "ask" + bundle + "--mirror " + path,
        "explain" + bundle + "--method hirescam " + path, "audit" + bundle + "--film " + path,
        "embed" + bundle + "--film " + path}) {
    const auto refused = run_program(command);
    EXPECT_EQ(refused.exit_code, 1) << command;
    EXPECT_THAT(refused.output + refused.errors, HasSubstr("choose one, 1 to 2")) << command;
    const auto chosen = run_program(command + " --frame 2");
    EXPECT_EQ(chosen.exit_code, 0) << command << ": " << chosen.errors;
  }
  EXPECT_EQ(run_program("audit" + bundle + "--data x --frame 2").exit_code, 2);
}

TEST_F(DicomCommand, PredictSaysFirstWhatTheFilmIs) {
  DicomOptions options{.width_pixels = 64, .height_pixels = 64};
  options.more = name_a_patient;
  const std::string path = film("lateral.dcm", options);
  const std::string models = std::string(CHESTLENS_SOURCE_DIR) + "/models";
  const auto table = run_program("predict --models " + models + " " + path);
  EXPECT_EQ(table.exit_code, 0) << table.errors;
  EXPECT_THAT(table.output, HasSubstr("unlike: by its header a lateral film"));
  const auto json = run_program("predict --json --models " + models + " " + path);
  const auto said = nlohmann::json::parse(json.output)["films"][0]["trust"];
  EXPECT_EQ(said["answer"], "unlike");
  EXPECT_EQ(said["header_says"], "a lateral film");
  EXPECT_THAT(json.output + json.errors, Not(HasSubstr("Secret")));
}

TEST_F(DicomCommand, PredictSaysWhatWasDoneToReadAFilm) {
  auto bytes = testing::write_dicom(
      {.width_pixels = 64, .height_pixels = 64, .transfer_syntax = EXS_RLELossless});
  bytes.resize(bytes.size() - 8);
  const std::string path = folder_ / "cut.dcm";
  test::must(write_file_atomic(path, bytes));
  const auto run = run_program("predict --json --models " CHESTLENS_SOURCE_DIR "/models " + path);
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  const std::string note = "The file ends early; every pixel is there.";
  EXPECT_EQ(nlohmann::json::parse(run.output)["films"][0]["notes"], nlohmann::json{note});
  EXPECT_THAT(run.errors, HasSubstr("cut.dcm: " + note));
}

}  // namespace
}  // namespace chestlens
