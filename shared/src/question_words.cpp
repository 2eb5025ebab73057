#include "question_words.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

/// A part's name, and what it is called in a sentence.
struct PartWords {
  std::string_view name;
  std::string_view words;
};

constexpr std::array<PartWords, 6> part_words{{{"border", "the border"},
                                               {"text", "the text found"},
                                               {"right-lung", "the right lung"},
                                               {"left-lung", "the left lung"},
                                               {"lungs", "both lungs"},
                                               {"all-but-lungs", "all but the lungs"}}};

constexpr std::array<std::string_view, 5> change_names{"brightness", "contrast", "rotation",
                                                       "mirror", "resolution"};

std::string words_of_box(std::string_view shape, const Box& box) {
  return fmt::format("the {} of {} x {} pixels at {}, {}", shape,
                     std::int64_t{box.right} - box.left, std::int64_t{box.bottom} - box.top,
                     box.left, box.top);
}

struct AreaWords {
  std::string operator()(FilmPart part) const {
    return std::string(part_words[static_cast<std::size_t>(part)].words);
  }
  std::string operator()(const RectangleArea& area) const {
    return words_of_box("rectangle", area.box);
  }
  std::string operator()(const EllipseArea& area) const {
    return words_of_box("ellipse", area.box);
  }
  std::string operator()(const BrushArea& /*area*/) const { return "the brushed part"; }
};

std::string words_of(const ChangeQuestion& change) {
  const std::string amount = describe_number(change.amount);
  switch (change.kind) {
    case ChangeKind::brightness:
    case ChangeKind::contrast:
      return fmt::format("at {} {}", to_string(change.kind), amount);
    case ChangeKind::rotation:
      return fmt::format("turned by {} {} to the {}", describe_number(std::abs(change.amount)),
                         std::abs(change.amount) == 1.0 ? "degree" : "degrees",
                         change.amount < 0.0 ? "left" : "right");
    case ChangeKind::mirror:
      return change.amount == 0.0 ? "not mirrored" : "mirrored";
    case ChangeKind::resolution:
      break;
  }
  return fmt::format("at a resolution of {} pixels", amount);
}

template <typename Names>
tl::unexpected<Error> unknown(std::string_view name, const Names& names) {
  return fail(ErrorCode::invalid_argument, fmt::format("one of {}", fmt::join(names, ", ")),
              std::string(name));
}

}  // namespace

std::vector<std::string> film_part_names() {
  std::vector<std::string> names;
  for (const PartWords& part : part_words) names.emplace_back(part.name);
  return names;
}

std::string_view to_string(FilmPart part) {
  return part_words[static_cast<std::size_t>(part)].name;
}

Result<FilmPart> parse_film_part(std::string_view name) {
  const auto at = std::ranges::find(part_words, name, &PartWords::name);
  if (at == part_words.end()) return unknown(name, film_part_names());
  return static_cast<FilmPart>(at - part_words.begin());
}

std::string_view to_string(ChangeKind kind) {
  return change_names[static_cast<std::size_t>(kind)];
}

Result<ChangeKind> parse_change_kind(std::string_view name) {
  const auto at = std::ranges::find(change_names, name);
  if (at == change_names.end()) return unknown(name, change_names);
  return static_cast<ChangeKind>(at - change_names.begin());
}

std::string in_words(const CoveredArea& area) {
  return std::visit(AreaWords{}, area);
}

std::string in_words(const Question& question) {
  const auto* cover = std::get_if<CoverQuestion>(&question);
  if (cover == nullptr) return words_of(std::get<ChangeQuestion>(question));
  const std::string area = in_words(cover->area);
  if (cover->fill == CoverFill::blurred) return area + " blurred";
  return area + (cover->fill == CoverFill::noise ? " covered by noise"
                                                 : " covered by the mean of the rest");
}

std::string condition_in_words(const Question& question) {
  const auto* cover = std::get_if<CoverQuestion>(&question);
  if (cover == nullptr) return in_words(question) + ",";
  if (cover->fill != CoverFill::mean) return "with " + in_words(question) + ",";
  return "with " + in_words(cover->area) + " covered";
}

std::string subject_in_words(const Question& question) {
  if (const auto* cover = std::get_if<CoverQuestion>(&question)) {
    const auto* part = std::get_if<FilmPart>(&cover->area);
    if (part == nullptr) return "what is there";
    return *part == FilmPart::all_but_lungs ? "what lies outside the lungs" : in_words(cover->area);
  }
  switch (std::get<ChangeQuestion>(question).kind) {
    case ChangeKind::brightness:
      return "the brightness";
    case ChangeKind::contrast:
      return "the contrast";
    case ChangeKind::rotation:
      return "how the film is turned";
    case ChangeKind::mirror:
      return "which side is which";
    case ChangeKind::resolution:
      break;
  }
  return "the resolution";
}

}  // namespace chestlens
