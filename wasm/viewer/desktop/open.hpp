#pragma once

#include <chestlens/error.hpp>

#include <viewer/state.hpp>

#include <string>
#include <vector>

namespace chestlens::viewer {

/// Reads and decodes each file into the viewer; one that cannot be read is shown as failed.
void open_files(State& state, const std::vector<std::string>& paths);

/// Shows predictions made elsewhere: a JSON file {title, backend, classes, fit, caveats:
/// [sentence], films: [{name, probabilities, heatmaps, height, width, timings: {...}, trust:
/// {answer, ...}, distance}]}; names are those of open films; caveats, trust and distance may be
/// missing. Errors: io, parse, not_found, invalid_argument.
Status open_predictions(State& state, const std::string& path);

}  // namespace chestlens::viewer
