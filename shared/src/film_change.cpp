#include <chestlens/film_change.hpp>
#include <chestlens/film_transforms.hpp>
#include <chestlens/turn.hpp>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

/// 0 to 3.
int quarters(const FilmChange& change) {
  return ((change.quarter_turns % 4) + 4) % 4;
}

}  // namespace

GreyImage changed(GreyImage film, const FilmChange& change) {
  if (change.negative) {
    for (std::uint16_t& level : film.pixels) {
      level = static_cast<std::uint16_t>(film.max_level - std::min(level, film.max_level));
    }
  }
  if (change.mirror) film = mirrored(std::move(film));
  const int turns = quarters(change);
  return turns == 0 ? film : turned(film, static_cast<Turn>(turns));
}

DecodedFilm changed(DecodedFilm film, const FilmChange& change) {
  film.image = changed(std::move(film.image), change);
  if (film.spacing && quarters(change) % 2 == 1) {
    std::swap(film.spacing->across_mm, film.spacing->down_mm);
  }
  return film;
}

FilmChange then(const FilmChange& first, const FilmChange& second) {
  // A turned film's mirror is the mirrored film turned the other way.
  const int turns_before = second.mirror ? -quarters(first) : quarters(first);
  const FilmChange both{.negative = first.negative != second.negative,
                        .mirror = first.mirror != second.mirror,
                        .quarter_turns = turns_before + second.quarter_turns};
  return {both.negative, both.mirror, quarters(both)};
}

FilmChange undo_of(const FilmChange& change) {
  const int turns = quarters(change);
  return {change.negative, change.mirror, change.mirror ? turns : (4 - turns) % 4};
}

std::string in_words(const FilmChange& change) {
  constexpr const char* turns[] = {"", "turned to the right", "turned by half",
                                   "turned to the left"};
  std::string words;
  const auto add = [&](const std::string& word) {
    if (!word.empty()) words += (words.empty() ? "" : ", ") + word;
  };
  if (change.negative) add("made negative");
  if (change.mirror) add("mirrored");
  add(turns[quarters(change)]);
  return words;
}

}  // namespace chestlens
