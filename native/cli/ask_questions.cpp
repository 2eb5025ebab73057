#include "cli/ask_questions.hpp"

#include <charconv>
#include <cstddef>
#include <utility>

namespace chestlens {
namespace {

/// Numbers between commas. Errors: invalid_argument with `form`, how they are to be written.
template <typename Number>
Result<std::vector<Number>> parse_numbers(const std::string& text, const char* form) {
  std::vector<Number> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    Number number{};
    const auto [stopped_at, error] = std::from_chars(at, end, number);
    const bool goes_on = stopped_at != end && *stopped_at == ',';
    if (error != std::errc() || (stopped_at != end && !goes_on)) {
      return fail(ErrorCode::invalid_argument, std::string("is not ") + form);
    }
    numbers.push_back(number);
    if (!goes_on) return numbers;
    at = stopped_at + 1;
  }
}

void add_changes(ChangeKind kind, const std::vector<double>& amounts,
                 std::vector<Question>& questions) {
  for (const double amount : amounts) questions.emplace_back(ChangeQuestion{kind, amount});
}

}  // namespace

Result<Box> parse_box(const std::string& text) {
  constexpr const char* form = "LEFT,TOP,RIGHT,BOTTOM in whole pixels";
  CHESTLENS_TRY(const auto sides, parse_numbers<int>(text, form));
  if (sides.size() == 4) return Box{sides[0], sides[1], sides[2], sides[3]};
  return fail(ErrorCode::invalid_argument, std::string("is not ") + form);
}

Result<BrushStroke> parse_stroke(const std::string& text) {
  constexpr const char* form = "RADIUS,X,Y and more X,Y, in pixels";
  CHESTLENS_TRY(const auto numbers, parse_numbers<double>(text, form));
  if (numbers.size() < 3 || numbers.size() % 2 == 0) {
    return fail(ErrorCode::invalid_argument, std::string("is not ") + form);
  }
  BrushStroke stroke{{}, numbers[0]};
  for (std::size_t i = 1; i < numbers.size(); i += 2) {
    stroke.points.push_back({numbers[i], numbers[i + 1]});
  }
  return stroke;
}

Result<std::vector<Question>> asked_questions(const AskOptions& options) {
  CHESTLENS_TRY(const auto fill, parse_cover_fill(options.fill));
  std::vector<Question> questions;
  const auto add_cover = [&](CoveredArea area) {
    questions.emplace_back(CoverQuestion{std::move(area), fill});
  };
  for (const std::string& name : options.covers) {
    CHESTLENS_TRY(const auto part, parse_film_part(name));
    add_cover(part);
  }
  for (const std::string& text : options.rectangles) {
    CHESTLENS_TRY(const auto box, parse_box(text));
    add_cover(RectangleArea{box});
  }
  for (const std::string& text : options.ellipses) {
    CHESTLENS_TRY(const auto box, parse_box(text));
    add_cover(EllipseArea{box});
  }
  for (const std::string& text : options.strokes) {
    CHESTLENS_TRY(auto stroke, parse_stroke(text));
    add_cover(BrushArea{{std::move(stroke)}});
  }
  add_changes(ChangeKind::brightness, options.brightness, questions);
  add_changes(ChangeKind::contrast, options.contrast, questions);
  add_changes(ChangeKind::rotation, options.rotations, questions);
  if (options.mirror) add_changes(ChangeKind::mirror, {1.0}, questions);
  add_changes(ChangeKind::resolution, {options.resolutions.begin(), options.resolutions.end()},
              questions);
  return questions.empty() ? ready_questions(fill) : questions;
}

}  // namespace chestlens
