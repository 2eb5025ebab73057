#include "curation/patient_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

std::string pair_of(const std::vector<std::filesystem::path>& files) {
  return films_of_one_stem(files);
}

TEST(PatientNames, ShareTheStemBeforeTheLastNumber) {
  EXPECT_EQ(pair_of({"a/person1619_bacteria_4267.jpeg", "a/person1619_bacteria_4268.jpeg"}),
            "person1619_bacteria_4267.jpeg and person1619_bacteria_4268.jpeg");
  EXPECT_EQ(pair_of({"IM-0115-0001.jpeg", "IM-0115-0002.jpeg"}),
            "IM-0115-0001.jpeg and IM-0115-0002.jpeg");
  EXPECT_EQ(pair_of({"person1_virus_6.jpeg", "person2_virus_7.jpeg"}), "");
  EXPECT_EQ(pair_of({"phantom_000001.png", "phantom_000002.png"}), "") << "a count, no patient";
  EXPECT_EQ(pair_of({"x/IM-0115-0001.jpeg", "y/IM-0115-0001.jpeg"}), "") << "one name twice";
}

Manifest films(const std::vector<std::string>& patients) {
  Manifest manifest;
  for (std::size_t i = 0; i < patients.size(); ++i) {
    ManifestRow film;
    film.file = "person7_virus_" + std::to_string(i) + ".jpeg";
    film.patient_id = patients[i];
    film.source = "clinic";
    manifest.films.push_back(film);
  }
  return manifest;
}

TEST(PatientNames, AreNamedWhereEachFilmIsAPatient) {
  const std::string text = patients_by_name(films({"a", "b", "c"}));
  EXPECT_THAT(text, HasSubstr("clinic: each of its 3 films counts as a patient of its own"));
  EXPECT_THAT(text, HasSubstr("--patient-pattern '^(.*[0-9].*)[_-][0-9]+\\.'"));
  EXPECT_EQ(patients_by_name(films({"a", "a", "b"})), "") << "the manifest knows patients";
  EXPECT_EQ(patients_by_name({}), "");
}

}  // namespace
}  // namespace chestlens
