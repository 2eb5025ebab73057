#pragma once

#include "phantom/canvas.hpp"

namespace chestlens::phantom {

/// How a film was taken and processed. Sampled apart from the patient, so it says nothing of what
/// is to be found.
struct Exposure {
  double photons = 0.0;   // a film pixel's count with nothing in the beam
  double scatter = 0.0;   // scattered to primary signal, both averaged over the film
  double focus_cm = 0.0;  // blur of the focal spot and the detector, one deviation
  double tilt_x = 0.0;    // log change of the beam across and down the film (heel effect)
  double tilt_y = 0.0;
  double black_share = 0.0;  // share of the patient's pixels shown black, and shown white
  double white_share = 0.0;
  double contrast = 4.5;  // slope of the grey scale's S-curve, and its middle
  double middle = 0.5;
  double black_level = 0.0;  // 0..1: grey of black and of white
  double white_level = 1.0;
  double local_contrast = 0.0;  // strength of the console's edge enhancement
};

Exposure sample_exposure(Random& random);

/// Optical depth (natural logarithm of attenuation) at canvas size to a film of 0..1, bone white:
/// Beer-Lambert, scatter, blur, resampling to size_pixels square, quantum noise, logarithm, and
/// a grey scale fitted to the film's own histogram as digital systems do.
Plane expose(const Plane& optical_depth, const View& view, const Exposure& exposure,
             int size_pixels, Random& random);

}  // namespace chestlens::phantom
