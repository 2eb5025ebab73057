#include "audit/traits.hpp"

#include "audit/probe.hpp"
#include "phantom/phantom.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t films_of_a_class = 40;

/// Films of two classes, those of the first with a clue.
std::vector<GreyImage> draw(std::optional<ClueKind> kind) {
  PhantomOptions options;
  options.size_pixels = 96;
  if (kind) options.planted = PlantedClue{PhantomClass::viral, *kind, 0.8};
  std::vector<GreyImage> films;
  for (std::size_t i = 0; i < 2 * films_of_a_class; ++i) {
    const auto film_class = i % 2 == 0 ? PhantomClass::viral : PhantomClass::normal;
    films.push_back(draw_phantom(film_class, {i, i}, options).value().film);
  }
  return films;
}

/// The area by which a trait tells the first class.
ClassArea area_by(Trait trait, const std::vector<GreyImage>& films) {
  Rows numbers;
  std::vector<int> class_of;
  PatientFilms patients;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const auto row = trait_of(trait, films[i], "film.png", {.size_pixels = 96}).value();
    numbers.width = row.size();
    numbers.values.insert(numbers.values.end(), row.begin(), row.end());
    class_of.push_back(static_cast<int>(i % 2));
    patients.push_back({i});
  }
  const auto scores = probe_scores(numbers, patient_folds(patients), 2, 1);
  return class_areas(scores, class_of, 2, patients, {.draws = 100})[0];
}

TEST(Traits, ShowAPlantedClue) {
  const auto by = [](ClueKind kind, Trait trait) { return area_by(trait, draw(kind)).area.value; };
  EXPECT_GT(by(ClueKind::border, Trait::border), 0.9);
  EXPECT_GT(by(ClueKind::blur, Trait::sharpness), 0.9);
  EXPECT_GT(by(ClueKind::noise, Trait::sharpness), 0.9);
  EXPECT_GT(by(ClueKind::brightness, Trait::brightness), 0.8);
  EXPECT_GT(by(ClueKind::text, Trait::text), 0.8);
}

TEST(Traits, ShowNothingThatWasNotPlanted) {
  const auto films = draw({});
  for (const Trait trait : traits) {
    if (!trait_info(trait).is_free_of_disease) continue;
    const ClassArea area = area_by(trait, films);
    EXPECT_LT(area.area.interval.low, 0.6) << trait_info(trait).name;
  }
}

TEST(Traits, AreAsManyNumbersForEveryFilm) {
  const GreyImage dark{5, 9, 4095, std::vector<std::uint16_t>(45, 0)};
  const GreyImage film = draw({})[0];
  for (const Trait trait : traits) {
    const auto numbers = trait_of(trait, dark, "A.JPG", {.size_pixels = 64});
    ASSERT_TRUE(numbers) << trait_info(trait).name;
    EXPECT_EQ(numbers->size(), trait_of(trait, film, "b.dcm", {.size_pixels = 64})->size());
    for (const float number : *numbers) EXPECT_TRUE(std::isfinite(number));
  }
}

}  // namespace
}  // namespace chestlens
