#pragma once

#include <chestlens/error.hpp>
#include <chestlens/explain.hpp>

#include <viewer/explained.hpp>
#include <viewer/state.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens::viewer {

/// The models of the one that is open, the first one's maps being shown.
void set_explained_models(State& state, std::vector<ExplainedModel> models);

/// Whether the model whose maps are shown has maps by a method, as far as its format tells.
bool has_method(const State& state, MapMethod method);

/// What is known of a method's maps of the film by the model shown; null where they were not asked
/// for.
const ExplainedMethod* find_maps(const State& state, const Film& film, MapMethod method);
MapsStatus maps_status(const State& state, const Film& film, MapMethod method);

/// The methods whose maps are shown, in the order of the enum: one, or those of the grid.
std::vector<MapMethod> shown_methods(const State& state);

/// Whether the film is shown once by each method of the grid.
bool shows_grid(const State& state, const Film& film);

/// The part of the film's panel that the film fits under a point: of a grid, a tile's.
Area film_area_at(const State& state, const Film& film, const Area& panel, Point point);

/// Asks for a method's maps of a film whose answer is shown, unless they are there or on their way;
/// of the selected one, by the model shown. Errors: not_found.
Status want_maps(State& state, int id, int member, MapMethod method);
void want_maps(State& state, MapMethod method);

/// Once the part Explain is open: asks for all that cost no run.
void want_cheap_maps(State& state);

/// Maps on their way are no longer wanted. Errors: not_found.
Status cancel_maps(State& state, int id, int member, MapMethod method);
void cancel_maps(State& state, MapMethod method);

/// One map for each class of the model, or why there are none. Errors: not_found; invalid_argument.
Status set_maps(State& state, int id, ExplainedMethod maps);

/// How far they are. Errors: not_found.
Status set_maps_progress(State& state, int id, int member, MapMethod method, int done, int total);

/// Errors: invalid_argument for a member that there is not.
Status show_member(State& state, int member);

void show_method(State& state, MapMethod method);

/// The next one that the model has, round the end.
void step_method(State& state);

/// Takes a method into the grid or leaves it out; one of them stays.
void toggle_in_grid(State& state, MapMethod method);

/// The value that the strongest color of the class's map by a method stands for; 0 where there is
/// none.
float unit_of(const State& state, const Film& film, MapMethod method, int class_index);

/// "strongest 0.84", "3.10 of 4.00", "nothing": a made map's class in few words.
std::string short_words(const State& state, const Film& film, MapMethod method, int class_index);

/// What a made map of a class says, as sentences; and the one that stands in its place where it has
/// no evidence.
std::vector<std::string> map_sentences(const State& state, const Film& film, MapMethod method,
                                       int class_index);

}  // namespace chestlens::viewer
