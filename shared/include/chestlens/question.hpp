#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/region.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chestlens {

// What a person asks of a film: what is the answer with this covered, or changed so?

/// A part of a film that is found on the film itself.
enum class FilmPart : std::uint8_t {
  border,      // its outer border_share
  text,        // what find_text finds
  right_lung,  // the patient's, on the film's left, with its margin (lung_field.hpp)
  left_lung,
  both_lungs,
  all_but_lungs
};

/// Shapes in the film's own pixels.
struct RectangleArea {
  Box box;

  friend bool operator==(const RectangleArea&, const RectangleArea&) = default;
};
struct EllipseArea {
  Box box;  // that it fills

  friend bool operator==(const EllipseArea&, const EllipseArea&) = default;
};
struct BrushArea {
  std::vector<BrushStroke> strokes;

  friend bool operator==(const BrushArea&, const BrushArea&) = default;
};
using CoveredArea = std::variant<FilmPart, RectangleArea, EllipseArea, BrushArea>;

struct CoverQuestion {
  CoveredArea area;
  CoverFill fill = CoverFill::mean;

  friend bool operator==(const CoverQuestion&, const CoverQuestion&) = default;
};

/// What may be changed of a whole film; slider.hpp has the ranges of the amounts.
enum class ChangeKind : std::uint8_t {
  brightness,  // a factor: with_lighting()
  contrast,    // a factor: with_lighting()
  rotation,    // degrees, clockwise
  mirror,      // 1: left and right exchanged; 0: not
  resolution   // pixels of the shorter side, that the film is coarsened to
};

struct ChangeQuestion {
  ChangeKind kind = ChangeKind::brightness;
  double amount = 1.0;

  friend bool operator==(const ChangeQuestion&, const ChangeQuestion&) = default;
};

using Question = std::variant<CoverQuestion, ChangeQuestion>;

/// "border", "text", "right-lung", "left-lung", "lungs", "all-but-lungs". Errors: invalid_argument,
/// listing them.
std::vector<std::string> film_part_names();
std::string_view to_string(FilmPart part);
Result<FilmPart> parse_film_part(std::string_view name);

/// "brightness", "contrast", "rotation", "mirror", "resolution". Errors: invalid_argument, listing
/// them.
std::string_view to_string(ChangeKind kind);
Result<ChangeKind> parse_change_kind(std::string_view name);

/// Every part of a film covered, one after the other: what is asked where nothing else is.
std::vector<Question> ready_questions(CoverFill fill = CoverFill::mean);

/// What a cover covers. Errors: not_found where the film does not show it (no text, lungs that are
/// not seen); invalid_argument for a change, a shape without pixels, and a cover of nothing or of
/// all of the film.
Result<Region> region_of(const GreyImage& film, const Question& question);

/// The film as the question wants it, of the same size. Errors: those of region_of and of
/// check_amount.
Result<GreyImage> asked(const GreyImage& film, const Question& question);

/// "the border covered by the mean of the rest", "the text found blurred", "turned by 10 degrees to
/// the right", "at brightness 1.2".
std::string in_words(const Question& question);

/// "the border", "the rectangle of 80 x 40 pixels at 10, 20".
std::string in_words(const CoveredArea& area);

}  // namespace chestlens
