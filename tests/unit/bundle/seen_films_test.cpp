#include "bundle/seen_films.hpp"

#include "io/sha256.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

ManifestRow row(const std::string& patient, bool known = true) {
  ManifestRow film;
  film.patient_id = patient;
  film.patient_known = known;
  return film;
}

/// Digests of the contents "0", "1", ...
std::vector<std::string> digests(const std::vector<int>& contents) {
  std::vector<std::string> list;
  for (const int content : contents) list.push_back(sha256_hex(std::to_string(content)));
  return list;
}

/// Films 0 and 1 trained, 2 validated, 3 is a test film; film 1's patient is not known.
SeenFilms example() {
  Manifest manifest;
  manifest.films = {row("anna"), row("folder:1", false), row("bert"), row("carl")};
  return seen_films(manifest, {{0, 1}, {2}, {3}, {}}, digests({0, 1, 2, 3}));
}

TEST(SeenFilms, AreTheFirstDigitsOfTheDigests) {
  const SeenFilms seen = example();
  EXPECT_EQ(seen.validation, (std::vector<std::string>{sha256_hex("2").substr(0, 16)}));
  EXPECT_EQ(seen.training.size(), 2U);
  EXPECT_EQ(seen.training_patients, (std::vector<std::string>{sha256_hex("anna").substr(0, 16)}))
      << "an unknown patient has no name to compare";
}

TEST(SeenFilms, ReadBackWhatTheyWrote) {
  const auto read = parse_seen_films(to_json(example()));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(to_json(*read), to_json(example()));
}

TEST(SeenFilms, RefuseWhatTheyDidNotWrite) {
  EXPECT_EQ(parse_seen_films("{").error().code, ErrorCode::parse);
  EXPECT_FALSE(parse_seen_films("[]"));
  EXPECT_EQ(parse_seen_films("{\"format\": 1, \"format\": 1}").error().context, "format");
  EXPECT_EQ(parse_seen_films(std::string(1'000'000, '[')).error().code, ErrorCode::too_large);
  EXPECT_EQ(parse_seen_films("{\"format\": 2}").error().context, "format");
  std::string text = to_json(example());
  text.replace(text.find("\"validation\":[\""), 16, "\"validation\":[\"A");
  const auto refused = parse_seen_films(text);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().context, "validation");
  EXPECT_THAT(refused.error().message, HasSubstr("16 lower-case hex digits"));
}

TEST(FilmRoles, GoByContentAndByPatientWhateverTheNames) {
  Manifest other;
  other.films = {row("x"), row("anna"), row("y"), row("bert"), row("folder:1", false), row("z")};
  const auto roles = film_roles(other, digests({1, 10, 2, 11, 12, 13}), example());
  EXPECT_EQ(roles, (std::vector<FilmRole>{FilmRole::trained, FilmRole::training_patient,
                                          FilmRole::validation, FilmRole::validation_patient,
                                          FilmRole::unseen, FilmRole::unseen}));
}

TEST(FilmRoles, OfASplitAreItsParts) {
  Manifest manifest;
  manifest.films.resize(3);
  EXPECT_EQ(film_roles(manifest, {{1}, {0}, {2}, {}}),
            (std::vector<FilmRole>{FilmRole::validation, FilmRole::trained, FilmRole::unseen}));
}

}  // namespace
}  // namespace chestlens
