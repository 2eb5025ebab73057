#include <viewer/questions.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace chestlens::viewer {
namespace {

Box reduced(const Box& box, int factor) {
  const auto up = [factor](int pixels) { return (pixels + factor - 1) / factor; };
  return {box.left / factor, box.top / factor, up(box.right), up(box.bottom)};
}

void reduce_shape(CoveredArea& area, int factor) {
  std::visit(
      [factor](auto& shape) {
        using Shape = std::decay_t<decltype(shape)>;
        if constexpr (std::is_same_v<Shape, BrushArea>) {
          for (BrushStroke& stroke : shape.strokes) {
            stroke.radius_pixels /= factor;
            for (FilmPoint& point : stroke.points) point = {point.x / factor, point.y / factor};
          }
        } else if constexpr (!std::is_same_v<Shape, FilmPart>) {
          shape.box = reduced(shape.box, factor);
        }
      },
      area);
}

}  // namespace

const Asked* find_asked(const Questions& questions, int number) {
  const auto found = std::ranges::find(questions.asked, number, &Asked::number);
  return found == questions.asked.end() ? nullptr : &*found;
}

const Asked* shown_question(const Questions& questions) {
  return questions.shown_number ? find_asked(questions, *questions.shown_number) : nullptr;
}

const Curve* find_curve(const Questions& questions, ChangeKind kind) {
  const auto found = std::ranges::find(questions.curves, kind,
                                       [](const Curve& curve) { return curve.slider.kind; });
  return found == questions.curves.end() ? nullptr : &*found;
}

double place_of(const Slider& slider, double amount) {
  if (!(slider.high > slider.low)) return 0.0;
  const bool is_factor = slider.low > 0.0;
  const auto scaled = [&](double value) { return is_factor ? std::log(value) : value; };
  return (scaled(amount) - scaled(slider.low)) / (scaled(slider.high) - scaled(slider.low));
}

double amount_at(const Slider& slider, double place) {
  const bool is_factor = slider.low > 0.0;
  const double amount = is_factor ? slider.low * std::pow(slider.high / slider.low, place)
                                  : slider.low + place * (slider.high - slider.low);
  const double steps = is_factor && !slider.is_whole ? 100.0 : 1.0;
  return std::clamp(std::round(amount * steps) / steps, slider.low, slider.high);
}

Question of_reduced(Question question, int factor) {
  if (factor <= 1) return question;
  if (auto* cover = std::get_if<CoverQuestion>(&question)) {
    reduce_shape(cover->area, factor);
  } else if (auto* change = std::get_if<ChangeQuestion>(&question)) {
    if (change->kind == ChangeKind::resolution) {
      change->amount = std::max(1.0, std::round(change->amount / factor));
    }
  }
  return question;
}

}  // namespace chestlens::viewer
