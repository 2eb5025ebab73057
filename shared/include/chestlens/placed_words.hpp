#pragma once

#include <chestlens/map.hpp>

#include <string>

namespace chestlens {

/// How far a film of the map may lie from its own place, which the map holds in eight bits.
double rounding_of(const ReferenceMap& map);

/// Whether the film is on the map itself: its nearest lies no farther away than rounding_of() it.
bool is_on_map(const Placed& placed, double rounding);

/// "its nearest film is 12 away, farther than 99 % of films are from theirs: it is unlike the films
/// of the map"; "" where the map has no films.
std::string distance_in_words(const Placed& placed, double rounding);

/// Whether it lies farther from its nearest than 95 of 100 films of the map do: then its place on
/// the map means little.
bool is_far(const Placed& placed);

/// "8 of its 10 nearest are viral, 2 bacterial; all 10 are from S", classes before sources; a film
/// that is on the map does not count itself. "" where there are none.
std::string nearest_in_words(const ReferenceMap& map, const Placed& placed, double rounding);

}  // namespace chestlens
