#pragma once

#include <chestlens/film_change.hpp>

#include <bridge/reply.hpp>

namespace chestlens::bridge {

/// {negative, mirror, quarter_turns}.
inline emscripten::val change_object(const FilmChange& change) {
  auto object = object_of("negative", change.negative);
  object.set("mirror", change.mirror);
  object.set("quarter_turns", change.quarter_turns);
  return object;
}

inline FilmChange change_from(const emscripten::val& object) {
  return {object["negative"].as<bool>(), object["mirror"].as<bool>(),
          object["quarter_turns"].as<int>()};
}

}  // namespace chestlens::bridge
