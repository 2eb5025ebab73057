#pragma once

#include <chestlens/film_change.hpp>
#include <chestlens/image.hpp>
#include <chestlens/trust.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// Something about a film that its reader should know before its answer, and what may be done.
struct Hint {
  std::string sentence;
  std::string action;      // the words of the one thing to do; "" where there is none
  FilmChange change = {};  // what the action does to the film; nothing: choose another file
};

/// Grey levels up to which a film is told to be a drawing or a scan for print.
inline constexpr int few_levels = 4;

/// Share of colored pixels from which a film is told to be a color picture.
inline constexpr double much_color = 0.1;

/// That the film may be turned or a negative, by what trust found, that it has hardly any grey
/// levels, and that it is a color picture.
std::vector<Hint> hints_for(const DecodedFilm& film, const Trust& trust);

}  // namespace chestlens
