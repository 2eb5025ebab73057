#pragma once

#include <chestlens/error.hpp>

#include <viewer/state.hpp>

#include <string>
#include <vector>

namespace chestlens::viewer {

/// Errors: io.
Result<std::vector<char>> read_file(const std::string& path);

/// The film that is open under this name. Errors: not_found.
Result<int> film_id(const State& state, const std::string& name);

/// Reads and decodes each file into the viewer; one that cannot be read is shown as failed.
void open_files(State& state, const std::vector<std::string>& paths);

/// Shows predictions made elsewhere: a JSON file {title, backend, classes, fit, caveats:
/// [sentence], films: [{name, probabilities, heatmaps, height, width, timings: {...}, trust:
/// {answer, ...}, distance}]}; names are those of open films; caveats, trust and distance may be
/// missing, as may the maps (reference_maps.hpp). Errors: io, parse, not_found, invalid_argument.
Status open_predictions(State& state, const std::string& path);

/// Shows maps made elsewhere: maps.json of `chestlens explain` on films that are open, with the
/// models of their predictions. Errors: those of open_predictions and of set_maps.
Status open_maps(State& state, const std::string& path);

/// Refuses all maps that are asked for: here runs no network.
void refuse_maps(State& state);

/// Asks the questions of a film that is open and shows their answers: what `chestlens ask --json`
/// printed. Errors: those of open_predictions, of ask and of set_asked_answer.
Status open_questions(State& state, const std::string& path);

/// Saves questions that are to be saved, in the current folder, and refuses those that are asked:
/// here runs no network.
void answer_questions(State& state);

}  // namespace chestlens::viewer
