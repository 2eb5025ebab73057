#pragma once

#include <viewer/state.hpp>

namespace chestlens::viewer {

/// The map on show; none before it is there.
const FilmMap* film_map(const State& state);

/// The film's place on it; none where it is not known.
const FilmPlace* shown_place(const State& state, const Film& film);

/// The hidden groups of the colors on show.
const HiddenGroups& hidden_groups(const State& state);

/// A member's map, or the reason why it has none: one that may come is asked for when the map is
/// shown again. Places that lie on another map go. Errors:
/// invalid_argument for a member beyond those that an ensemble may have.
Status set_map(State& state, std::size_t member, MemberMap map);

/// Where a film lies on a member's map; the first member's says how far a film is that is not like
/// those of training. Errors: not_found; invalid_argument where it is a place on another map.
Status set_place(State& state, int id, std::size_t member, FilmPlace place);

/// Shows another member's map: a lasso and what is picked are of one map, and go.
void show_map_member(State& state, std::size_t member);

void set_colors(State& state, MapColors colors);

/// Hides a group of the colors on show, or shows it again.
void toggle_group(State& state, std::size_t group);

/// The next of the selected film's nearest films is looked at, and brought into sight.
void pick_next_nearest(State& state);

/// Looks at a film of the map, and brings it into sight where it is not.
void pick(State& state, std::size_t film);

/// Selects the films within a closed line; fewer than three points select none.
void select_inside(State& state, std::vector<MapPoint> line);
void select_in_sight(State& state);
void clear_selection(State& state);

}  // namespace chestlens::viewer
