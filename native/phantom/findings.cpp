#include "phantom/findings.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace chestlens::phantom {
namespace {

Finding no_finding(const View& view) {
  return {Plane(view.canvas, 0.0F), Plane(view.canvas, 0.0F)};
}

/// Raises `extent` to a soft-edged ellipse whose border `ripple` (noise) makes irregular.
void unite_patch(Plane& extent, const View& view, const Plane& ripple, Point center,
                 cv::Size2d radii_cm, double softness) {
  const double reach = 2.2 * std::max(radii_cm.width, radii_cm.height) * view.pixels_per_cm;
  const Point middle = view.to_pixels(center);
  const cv::Rect box =
      cv::Rect(cv::Point(middle - Point(reach, reach)), cv::Point(middle + Point(reach, reach))) &
      cv::Rect(cv::Point(), view.canvas);
  const PixelGrid grid(view);
  for (int y = box.y; y < box.br().y; ++y)
    for (int x = box.x; x < box.br().x; ++x) {
      const Point offset = grid.at(x, y) - center;
      const double distance = std::hypot(offset.x / radii_cm.width, offset.y / radii_cm.height) +
                              0.22 * static_cast<double>(ripple(y, x));
      const double inside = 1.0 - smooth_step(1.0 - softness, 1.0 + softness, distance);
      extent(y, x) = std::max(extent(y, x), static_cast<float>(inside));
    }
}

double height_at(const Patient& p, double down) {
  return p.lung_top + down * (p.lung_base - p.lung_top);
}

/// COVID-19: hazy (ground-glass) patches in both lungs, along the chest wall, mostly low.
Finding ground_glass(const Patient& p, const View& view, double mildest, Random& random) {
  Finding finding = no_finding(view);
  const Plane ripple = smooth_noise(view, random, 1.6);
  const double severity = random.uniform(mildest, 1.0);
  for (const Side side : both_sides)
    for (int patch = 1 + random.integer(0, 1 + static_cast<int>(2.5 * severity)); patch > 0;
         --patch) {
      const double highest = random.uniform(0.3, 0.55);
      const double y = height_at(p, highest + 0.35 * std::sqrt(random.uniform()));
      const double width = random.uniform(1.2, 2.0) + 0.7 * severity;
      const double inward = width * random.uniform(0.5, 1.0);
      const Point center(sign(side) * (chest_wall(p, y) - 0.4 - inward), y);
      unite_patch(finding.extent, view, ripple, center, {width, width * random.uniform(1.1, 1.9)},
                  0.5);
    }
  const Plane fine = smooth_noise(view, random, 0.35);
  const Plane coarse = smooth_noise(view, random, 0.9);
  const double haze = 0.09 + 0.28 * severity;
  finding.density = combine(
      [&](double extent, double grain, double clump) {
        return haze * extent * std::max(0.0, 1.0 + 0.16 * grain + 0.12 * clump);
      },
      finding.extent, fine, coarse);
  return finding;
}

/// Thin lines of a net: 1 where noise crosses zero, 0 where it is beyond `width`.
double ridge(double noise, double width) {
  return std::max(0.0, 1.0 - std::abs(noise) / width);
}

/// Viral pneumonia: interstitial. Thickened bronchovascular bundles streaming from both hila and a
/// fine net between them, diffuse and without borders.
Finding interstitial(const Patient& p, const View& view, double mildest, Random& random) {
  Finding finding = no_finding(view);
  const double severity = random.uniform(mildest, 1.0);
  const double reach = random.uniform(4.5, 7.5);
  const double even = random.uniform(0.35, 0.7);
  const Point right = hilum(p, Side::right), left = hilum(p, Side::left);
  const Plane spread = evaluate(view, [&](Point at) {
    const Point near = at.x < 0.0 ? right : left;
    const double distance = std::hypot(at.x - near.x, 0.8 * (at.y - near.y - 1.5));
    return even + (1.0 - even) * std::exp(-std::pow(distance / reach, 2.0));
  });
  finding.extent =
      combine([](double share,
                 double patchy) { return std::clamp(share * (1.0 + 0.25 * patchy), 0.0, 1.0); },
              spread, smooth_noise(view, random, 3.5));

  Plane streaks(view.canvas, 0.0F);
  for (const Side side : both_sides)
    for (const Branch& branch : grow_branches(p, side, random, 14, 0.24)) {
      Branch cuff = branch;  // the bronchus' wall and what surrounds it
      for (TubePoint& point : cuff) point.radius_cm = 0.5 * point.radius_cm + 0.09;
      add_tube(streaks, view, cuff, 0.1, 0.3);
    }
  const Plane coarse = smooth_noise(view, random, 0.75);
  const Plane fine = smooth_noise(view, random, 0.45);
  const double strength = 0.13 + 0.27 * severity;
  finding.density = combine(
      [&](double extent, double streak, double wide, double narrow) {
        const double net = 0.6 * ridge(wide, 0.35) + 0.4 * ridge(narrow, 0.4);
        return strength * extent * (0.35 + net + std::min(1.1 * streak, 0.65));
      },
      finding.extent, streaks, coarse, fine);
  return finding;
}

enum class Lobe { right_upper, right_middle, right_lower, left_upper, lingula, left_lower };

/// Where a lobe's consolidation has its middle: as shares of the lung's width and height.
struct LobePlace {
  Side side;
  double outward;
  double down;
};
constexpr std::array<LobePlace, 6> lobe_places{{{Side::right, 0.5, 0.33},
                                                {Side::right, 0.42, 0.66},
                                                {Side::right, 0.6, 0.78},
                                                {Side::left, 0.5, 0.33},
                                                {Side::left, 0.55, 0.64},
                                                {Side::left, 0.6, 0.8}}};

const LobePlace& place_of(Lobe lobe) {
  return lobe_places[static_cast<std::size_t>(lobe)];
}

/// 1 inside a lobe as seen from the front. The horizontal fissure of the right lung is seen edge
/// on and draws a sharp border; the oblique fissures are not, and borders there are soft.
double in_lobe(Lobe lobe, const Patient& p, Point at) {
  const double down = (at.y - p.lung_top) / (p.lung_base - p.lung_top);
  const double outward = at.x * sign(place_of(lobe).side) / p.half_width;
  if (outward < 0.0) return 0.0;
  const double fissure = 0.5 - 0.03 * outward;
  const double lateral = 1.55 - 1.1 * down;  // the oblique fissure's way down and inwards
  switch (lobe) {
    case Lobe::right_upper:
      return 1.0 - smooth_step(fissure - 0.006, fissure + 0.006, down);
    case Lobe::right_middle:
      return smooth_step(fissure - 0.006, fissure + 0.006, down) *
             (1.0 - smooth_step(lateral - 0.25, lateral, outward));
    case Lobe::right_lower:
      return smooth_step(0.45, 0.6, down);
    case Lobe::left_upper:
      return 1.0 - smooth_step(0.48, 0.6, down);
    case Lobe::lingula:
      return smooth_step(0.45, 0.55, down) * (1.0 - smooth_step(lateral - 0.3, lateral, outward));
    case Lobe::left_lower:
      return smooth_step(0.48, 0.64, down);
  }
  return 0.0;
}

/// Bacterial pneumonia: one lobe, or a part of it, filled densely up to its fissure, often with
/// the bronchi still holding air.
Finding consolidation(const Patient& p, const View& view, double mildest, Random& random) {
  Finding finding = no_finding(view);
  const Lobe lobe = static_cast<Lobe>(random.integer(0, 5));
  const double severity = random.uniform(mildest, 1.0);
  const Plane ripple = smooth_noise(view, random, 2.0);
  const LobePlace& place = place_of(lobe);
  const double y = height_at(p, place.down + random.normal(0.0, 0.05));
  const double x = place.outward * p.half_width + random.normal(0.0, 0.8);
  const double radius = 2.4 + 3.0 * severity + random.uniform(0.0, 1.2);
  const double flatness = random.uniform(0.8, 1.1);
  unite_patch(finding.extent, view, ripple, {sign(place.side) * x, y}, {radius, radius * flatness},
              random.uniform(0.25, 0.45));
  finding.extent =
      combine([](double patch, double inside) { return patch * inside; }, finding.extent,
              evaluate(view, [&](Point at) { return in_lobe(lobe, p, at); }));

  Plane open_bronchi(view.canvas, 0.0F);
  if (random.chance(0.6))
    for (const Branch& branch : grow_branches(p, place.side, random, 6, 0.28))
      add_solid_tube(open_bronchi, view, branch);
  const double filling = 0.1 + 0.5 * severity;
  finding.density = combine(
      [&](double extent, double bronchus, double grain) {
        return filling * extent * (1.0 - std::min(1.4 * bronchus, 0.6)) * (1.0 + 0.08 * grain);
      },
      finding.extent, open_bronchi, smooth_noise(view, random, 1.0));
  return finding;
}

}  // namespace

Finding draw_finding(PhantomClass film_class, const Patient& patient, const View& view,
                     double mildest, Random& random) {
  switch (film_class) {
    case PhantomClass::covid19:
      return ground_glass(patient, view, mildest, random);
    case PhantomClass::viral:
      return interstitial(patient, view, mildest, random);
    case PhantomClass::bacterial:
      return consolidation(patient, view, mildest, random);
    case PhantomClass::normal:
      break;
  }
  return no_finding(view);
}

}  // namespace chestlens::phantom
