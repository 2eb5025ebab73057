#include "curation/import_fixture.hpp"
#include "support/zip_writer.hpp"

#include <chestlens/encode.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using test::ImportTest;
using ::testing::HasSubstr;

const std::string header =
    ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth,PatientSex_DICOM,"
    "ViewPosition_DICOM,Projection,MethodProjection,Pediatric,Modality_DICOM,Manufacturer_DICOM,"
    "PhotometricInterpretation_DICOM,PixelRepresentation_DICOM,PixelAspectRatio_DICOM,"
    "SpatialResolution_DICOM,BitsStored_DICOM,WindowCenter_DICOM,WindowWidth_DICOM,Rows_DICOM,"
    "Columns_DICOM,XRayTubeCurrent_DICOM,Exposure_DICOM,ExposureInuAs_DICOM,ExposureTime,"
    "RelativeXRayExposure_DICOM,ReportID,Report,MethodLabel,Labels,Localizations,"
    "LabelsLocalizationsBySentence,labelCUIS,LocalizationsCUIS\n";

std::string row(const std::string& file, const std::string& folder, const std::string& patient,
                const std::string& view, const std::string& pediatric, const std::string& labels) {
  return "0," + file + "," + folder + ",20140915,study," + patient + ",1930.0,F,POSTEROANTERIOR," +
         view + ",Manual review of DICOM fields," + pediatric +
         ",CR,ImagingDynamicsCompanyLtd,MONOCHROME2,0,,0.1,12,2047,4095,2021,2021,10,14,14000,7,"
         "-1.42,4765777,sin hallazgos,Physician,\"" +
         labels + "\",[],[],[],[]\n";
}

class PadchestImport : public ImportTest {
 protected:
  void table(const std::string& rows) {
    text("PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv", header + rows);
  }
  /// A film of 12 bits in a PNG of 16, as PadChest has them.
  static std::vector<std::byte> film_of_16_bits(std::uint64_t seed) {
    GreyImage film = test::small_film(16, 0, seed);
    film.max_level = 65535;
    for (std::uint16_t& level : film.pixels) level = static_cast<std::uint16_t>(level * 16);
    return test::must(encode_png(film));
  }
};

TEST_F(PadchestImport, NormalFrontalFilmsAreTakenAndOthersCounted) {
  table(row("a.png", "0", "P1", "PA", "No", "['normal']") +
        row("b.png", "0", "P1", "L", "No", "['normal']") +
        row("c.png", "0", "P2", "AP_horizontal", "PED", "['normal']") +
        row("d.png", "0", "P3", "PA", "No", "['normal', ' scoliosis']") +
        row("e.png", "0", "P4", "PA", "No", "['pneumonia', 'Kerley lines']") +
        row("f.png", "0", "P5", "PA", "No", "['exclude']") +
        row("g.png", "0", "P6", "COSTAL", "No", "['normal']") +
        row("h.png", "0", "P7", "PA", "No", "") +
        row("i.png", "0", "P8", "AP", "No", "['unchanged']"));
  for (const char* name : {"0/a.png", "0/c.png"}) {
    test::must(write_file_atomic(folder_ / name, film_of_16_bits(1)));
  }
  const Import films = import("padchest");
  ASSERT_EQ(films.films.size(), 2U);
  EXPECT_EQ(find(films, "0/a.png").class_name, "normal");
  EXPECT_EQ(find(films, "0/a.png").patient_id, "padchest:P1");
  EXPECT_EQ(find(films, "0/a.png").age_group, "adult");
  EXPECT_EQ(find(films, "0/c.png").age_group, "child");
  EXPECT_EQ(find(films, "0/c.png").view, "AP_horizontal");
  EXPECT_EQ(films.left_out.at("view L"), 1);
  EXPECT_EQ(films.left_out.at("view COSTAL"), 1);
  EXPECT_EQ(films.left_out.at("label exclude"), 1);
  EXPECT_EQ(films.left_out.at("label unchanged"), 1);
  EXPECT_EQ(films.left_out.at("no labels"), 1);
  EXPECT_EQ(films.left_out.at("no finding that has a class"), 2);
}

TEST_F(PadchestImport, FilmsAreReadFromTheArchivesThatHoldThem) {
  table(row("a.png", "0", "P1", "PA", "No", "['normal']") +
        row("b.png", "1", "P2", "PA", "No", "['pneumonia']"));
  test::write_zip(folder_ / "0.zip", {{"a.png", film_of_16_bits(1)}});
  test::write_zip(folder_ / "1.zip", {{"1/b.png", film_of_16_bits(2)}});
  const Import films = import("padchest", {.classes = {{"pneumonia", "pneumonia"}}});
  ASSERT_EQ(films.films.size(), 2U);
  EXPECT_EQ(find(films, "0.zip/a.png").class_name, "normal");
  EXPECT_EQ(find(films, "1.zip/1/b.png").class_name, "pneumonia");
}

TEST_F(PadchestImport, LabelsAreThoseOfOneFilmInAHundred) {
  std::string rows;
  for (int i = 0; i < 150; ++i) {
    const std::string labels = i == 0 ? "['rare', 'common']" : "['common']";
    rows += row("a.png", "0", "P" + std::to_string(i), "PA", "No", labels);
  }
  rows += row("b.png", "0", "P200", "PA", "No", "['normal']") +
          row("b.png", "0", "P201", "PA", "No", "['normal']");
  table(rows);
  const auto read = find_import_format("padchest")->read({.from = folder_.path(), .labels = true});
  ASSERT_TRUE(read) << to_string(read.error());
  ASSERT_EQ(read->films.size(), 152U);
  const ImportedFilm& first = read->films.front();
  ASSERT_EQ(first.labels.size(), 2U);
  EXPECT_EQ(first.labels[0].name, "common");
  EXPECT_EQ(first.labels[0].value, 1.0F);
  EXPECT_EQ(first.labels[1].name, "normal");
  EXPECT_EQ(first.labels[1].value, 0.0F);
}

TEST_F(PadchestImport, ATableThatIsMissingIsNamed) {
  EXPECT_THAT(error_of("padchest"), HasSubstr("holds no PADCHEST_chest_x_ray_images_labels"));
}

}  // namespace
}  // namespace chestlens
