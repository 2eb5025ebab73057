#pragma once

#include <chestlens/image.hpp>

#include <string>

namespace chestlens {

/// What a person did to a film that came in another way than films are read: it is predicted and
/// shown so, and that is said beside its answer.
struct FilmChange {
  bool negative = false;
  bool mirror = false;    // left and right exchanged, before it is turned
  int quarter_turns = 0;  // clockwise, any number

  friend bool operator==(const FilmChange&, const FilmChange&) = default;
};

/// The film's negative (max_level less each level), mirrored, then turned.
GreyImage changed(GreyImage film, const FilmChange& change);

/// All that is known of the film goes with it; of one that lies on its side pixels are as wide as
/// they were high.
DecodedFilm changed(DecodedFilm film, const FilmChange& change);

/// The change of a film that was changed by `first` already: mirrors and turns put together.
FilmChange then(const FilmChange& first, const FilmChange& second);

/// The change that undoes this one: then(change, undo_of(change)) is none.
FilmChange undo_of(const FilmChange& change);

/// "made negative, mirrored, turned to the right"; "" where nothing was done.
std::string in_words(const FilmChange& change);

}  // namespace chestlens
