#include "phantom/phantom.hpp"

#include "io/guarded.hpp"
#include "phantom/anatomy.hpp"
#include "phantom/clutter.hpp"
#include "phantom/exposure.hpp"
#include "phantom/findings.hpp"
#include "phantom/markers.hpp"
#include "phantom/planted_clue.hpp"

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

using namespace phantom;

/// Each part of a film draws from a stream of its own.
enum class Stream : std::uint64_t {
  patient,
  acquisition,
  texture,
  finding,
  clutter,
  noise,
  markers,
  shortcut,
  planted
};

/// Linear attenuation per cm at about 65 keV, rounded from NIST's tables (XCOM); bone is what
/// cortical bone attenuates beyond the soft tissue it lies in.
constexpr double soft_per_cm = 0.2;
constexpr double bone_per_cm = 0.5;
constexpr double metal_per_cm = 8.0;

/// Drawn larger than the film and averaged down, for smooth edges.
constexpr double oversampling = 1.5;

/// The film's field, up to a tenth longer than wide or the reverse: the film's square then shows
/// it squashed, as data sets of square films do.
View sample_view(int size_pixels, Random& random) {
  const double field_cm = random.uniform(29.0, 38.0);
  const double aspect = random.uniform(0.88, 1.12);
  const int side = static_cast<int>(std::lround(oversampling * size_pixels));
  View view;
  view.canvas = {side, static_cast<int>(std::lround(side * aspect))};
  view.pixels_per_cm = side / field_cm;
  view.angle_radians = random.normal(0.0, 0.035);
  view.center = {random.normal(0.0, 1.0), random.normal(0.5, 1.2)};
  return view;
}

/// Sum over materials of thickness times attenuation. In the lung a finding's density joins the
/// tissue's own, and a vessel shows only as far as it is denser than the lung around it.
Plane optical_depth(const Chest& chest, const Patient& patient, const Plane& disease,
                    const Clutter& clutter) {
  const Plane soft = combine(
      [&](double body, double lung, double gas, double vessel, double filled, double added) {
        const double density = std::min(patient.lung_density + filled, 1.0);
        const double in_lung = lung * density + vessel * (1.0 - density);
        return std::max(0.0, body - lung - gas + in_lung + added);
      },
      chest.body, chest.lung, chest.gas, chest.vessels, disease, clutter.soft);
  return combine(
      [](double soft_cm, double bone_cm, double metal_cm) {
        return soft_cm * soft_per_cm + bone_cm * bone_per_cm + metal_cm * metal_per_cm;
      },
      soft, chest.bone, clutter.metal);
}

GreyImage to_levels(const Plane& plane) {
  GreyImage image{plane.cols, plane.rows, 255, {}};
  image.pixels.reserve(plane.total());
  for (const float value : plane)
    image.pixels.push_back(static_cast<std::uint16_t>(
        std::lround(255.0 * std::clamp(static_cast<double>(value), 0.0, 1.0))));
  return image;
}

/// 255 where at least half of a film pixel is inside, of 0 and 1 at the canvas' size.
GreyImage film_pixels(const Plane& inside, int size_pixels) {
  Plane mask;
  cv::resize(inside, mask, {size_pixels, size_pixels}, 0.0, 0.0, cv::INTER_AREA);
  for (float& value : mask) value = value >= 0.5F ? 1.0F : 0.0F;
  return to_levels(mask);
}

/// 255 where at least half of a film pixel belongs to the finding and has lung to show it.
GreyImage mask_of(const Finding& finding, const Chest& chest, int size_pixels) {
  constexpr float least_lung_cm = 3.0F;
  Plane inside(finding.extent.size(), 0.0F);
  for (int y = 0; y < inside.rows; ++y)
    for (int x = 0; x < inside.cols; ++x)
      if (finding.extent(y, x) >= 0.5F && chest.lung(y, x) >= least_lung_cm) inside(y, x) = 1.0F;
  return film_pixels(inside, size_pixels);
}

/// 255 where the beam passes through so much lung that a reader would draw it: not behind the
/// heart.
GreyImage lungs_of(const Chest& chest, int size_pixels) {
  constexpr float least_lung_cm = 5.0F;
  Plane inside(chest.lung.size(), 0.0F);
  for (int y = 0; y < inside.rows; ++y)
    for (int x = 0; x < inside.cols; ++x)
      if (chest.lung(y, x) >= least_lung_cm) inside(y, x) = 1.0F;
  return film_pixels(inside, size_pixels);
}

PhantomFilm draw(PhantomClass film_class, PhantomNumber number, const PhantomOptions& options) {
  const auto stream = [&](Stream which) {
    return Random(options.seed, static_cast<std::uint64_t>(which),
                  which == Stream::patient ? number.patient : number.film);
  };
  Random acquisition = stream(Stream::acquisition), texture = stream(Stream::texture),
         disease = stream(Stream::finding), objects = stream(Stream::clutter),
         noise = stream(Stream::noise), markers = stream(Stream::markers),
         corner = stream(Stream::shortcut), planted = stream(Stream::planted),
         anatomy = stream(Stream::patient);

  const Pose pose = sample_pose(acquisition);
  const View view = sample_view(options.size_pixels, acquisition);
  const Exposure exposure = sample_exposure(acquisition);
  const Patient patient = breathe(sample_patient(anatomy), pose);

  const Chest chest = draw_chest(patient, pose, view, texture);
  const Finding finding = draw_finding(film_class, patient, view, options.mildest, disease);
  const Plane depth =
      optical_depth(chest, patient, finding.density, draw_clutter(patient, view, objects));
  Plane film = expose(depth, view, exposure, options.size_pixels, noise);
  burn_in_markers(film, markers);
  if (options.shortcut && options.shortcut->film_class == film_class)
    burn_in_shortcut(film, options.shortcut->text, corner);
  if (options.planted && options.planted->film_class == film_class)
    plant_clue(film, *options.planted, planted);
  return {film_class, to_levels(film), mask_of(finding, chest, options.size_pixels),
          lungs_of(chest, options.size_pixels)};
}

}  // namespace

Result<PhantomFilm> draw_phantom(PhantomClass film_class, PhantomNumber number,
                                 const PhantomOptions& options) {
  CHESTLENS_CHECK(check_options(options));
  return guarded(fmt::format("film {}", number.film),
                 [&]() -> Result<PhantomFilm> { return draw(film_class, number, options); });
}

}  // namespace chestlens
