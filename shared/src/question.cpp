#include "question_checks.hpp"

#include <chestlens/film_transforms.hpp>
#include <chestlens/find_text.hpp>
#include <chestlens/lung_field.hpp>
#include <chestlens/question.hpp>
#include <chestlens/slider.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

Result<Region> lungs_of(const GreyImage& film, FilmPart part) {
  const LungField field = estimate_lung_field(film);
  if (!field.is_seen) {
    return fail(ErrorCode::not_found,
                "the lungs were not seen on this film: cover their place by hand");
  }
  if (part == FilmPart::right_lung) return with_lung_margin(field.film_right);
  if (part == FilmPart::left_lung) return with_lung_margin(field.film_left);
  Region lungs = with_lung_margin(both_lungs(field));
  return part == FilmPart::both_lungs ? std::move(lungs) : outside(std::move(lungs));
}

/// The place of each kind of area on a film.
struct Finder {
  const GreyImage& film;

  Result<Region> operator()(FilmPart part) const {
    if (part == FilmPart::border) {
      return border_region(film.width_pixels, film.height_pixels, border_share);
    }
    if (part != FilmPart::text) return lungs_of(film, part);
    Region text = text_region(film);
    if (share_of(text) > 0.0) return text;
    return fail(ErrorCode::not_found, "none was found on this film");
  }
  Result<Region> operator()(const RectangleArea& area) const {
    return boxes_region(film.width_pixels, film.height_pixels, {area.box});
  }
  Result<Region> operator()(const EllipseArea& area) const {
    return ellipse_region(film.width_pixels, film.height_pixels, area.box);
  }
  Result<Region> operator()(const BrushArea& area) const {
    return brush_region(film.width_pixels, film.height_pixels, area.strokes);
  }
};

Status check_film(const GreyImage& film) {
  const auto pixels = area_pixels(std::max(0, film.width_pixels), std::max(0, film.height_pixels));
  if (pixels > 0 && film.pixels.size() == pixels) return {};
  return fail(ErrorCode::invalid_argument, "the film is empty");
}

Result<Region> checked_region(const GreyImage& film, const CoveredArea& area) {
  CHESTLENS_CHECK(check_area(area));
  CHESTLENS_TRY(auto region, std::visit(Finder{film}, area));
  const double share = share_of(region);
  if (share > 0.0 && share < 1.0) return region;
  return fail(ErrorCode::invalid_argument,
              fmt::format("covers {} of a film of {} x {} pixels", share > 0.0 ? "all" : "nothing",
                          film.width_pixels, film.height_pixels));
}

GreyImage at_resolution(const GreyImage& film, double shorter_pixels) {
  const double scale = shorter_pixels / std::min(film.width_pixels, film.height_pixels);
  const auto scaled = [scale](int pixels) { return static_cast<int>(std::lround(scale * pixels)); };
  return coarsened(film, scaled(film.width_pixels), scaled(film.height_pixels));
}

GreyImage changed(const GreyImage& film, const ChangeQuestion& change) {
  switch (change.kind) {
    case ChangeKind::brightness:
      return with_lighting(film, change.amount, 1.0);
    case ChangeKind::contrast:
      return with_lighting(film, 1.0, change.amount);
    case ChangeKind::rotation:
      return moved(film, 0.0, change.amount);
    case ChangeKind::mirror:
      return mirrored(film);
    case ChangeKind::resolution:
      break;
  }
  return at_resolution(film, change.amount);
}

}  // namespace

std::vector<Question> ready_questions(CoverFill fill) {
  std::vector<Question> questions;
  for (const FilmPart part : {FilmPart::border, FilmPart::text, FilmPart::right_lung,
                              FilmPart::left_lung, FilmPart::both_lungs, FilmPart::all_but_lungs}) {
    questions.emplace_back(CoverQuestion{part, fill});
  }
  return questions;
}

Result<Region> region_of(const GreyImage& film, const Question& question) {
  CHESTLENS_CHECK(check_film(film));
  if (const auto* cover = std::get_if<CoverQuestion>(&question)) {
    return with_context(checked_region(film, cover->area), in_words(cover->area));
  }
  return fail(ErrorCode::invalid_argument, "changes the whole film, and covers nothing",
              in_words(question));
}

Result<GreyImage> asked(const GreyImage& film, const Question& question) {
  if (const auto* cover = std::get_if<CoverQuestion>(&question)) {
    CHESTLENS_TRY(const auto region, region_of(film, question));
    return covered(film, region, cover->fill);
  }
  const auto& change = std::get<ChangeQuestion>(question);
  CHESTLENS_CHECK(check_film(film));
  CHESTLENS_CHECK(check_amount(change, film));
  if (change.amount == slider_of(change.kind, film).neutral) return film;
  return changed(film, change);
}

}  // namespace chestlens
