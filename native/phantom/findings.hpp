#pragma once

#include "phantom/anatomy.hpp"
#include "phantom/phantom.hpp"

namespace chestlens::phantom {

/// A disease as what it does to the lung.
struct Finding {
  Plane density;  // share of the lung's air replaced by fluid or cells, 0..1
  Plane extent;   // 0..1: how much a pixel belongs to the finding
};

/// The class's typical finding, of a severity from `mildest` to 1; zero planes for normal. Patterns
/// after the Fleischner Society's glossary (Hansell 2008) and its COVID-19 statement (Rubin 2020).
Finding draw_finding(PhantomClass film_class, const Patient& patient, const View& view,
                     double mildest, Random& random);

}  // namespace chestlens::phantom
