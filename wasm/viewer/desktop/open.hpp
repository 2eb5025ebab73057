#pragma once

#include <chestlens/error.hpp>

#include <viewer/state.hpp>

#include <string>
#include <vector>

namespace chestlens::viewer {

/// Reads and decodes each file into the viewer; one that cannot be read is shown as failed.
void open_files(State& state, const std::vector<std::string>& paths);

/// Shows predictions made elsewhere: a JSON file {title, backend, classes, fit, films: [{name,
/// probabilities, heatmaps, height, width, timings: {...}}]}; names are those of open films.
/// Errors: io, parse, not_found.
Status open_predictions(State& state, const std::string& path);

}  // namespace chestlens::viewer
