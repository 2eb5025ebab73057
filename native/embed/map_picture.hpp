#pragma once

#include "embed/map_study.hpp"
#include "plot/scatter_chart.hpp"

namespace chestlens {

/// All models' maps side by side, colored by class and, below, by source; films of one's own are
/// circled and numbered. Sources beyond the five of the most films are one grey group.
ScatterChart map_picture(const MapStudy& study);

}  // namespace chestlens
