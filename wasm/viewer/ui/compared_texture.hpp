#pragma once

#include <viewer/ui/texture.hpp>

#include <cstdint>
#include <optional>

namespace chestlens::viewer {

/// What a tile of the part Compare shows: a film with a prediction's heat-map of a class.
struct ComparedPicture {
  const Film* film = nullptr;
  const Prediction* prediction = nullptr;  // null: the film alone
  int class_index = 0;
  std::uint64_t revision = 0;  // changes with the prediction
};

/// Of the tile of this number, from the film's smaller copy; rendered and uploaded again only where
/// what it depends on changed. Empty where rendering failed.
const Texture& compared_texture(const State& state, Textures& textures, int tile,
                                const ComparedPicture& picture);

/// What is drawn as lines over it where lines take the colors' place; none of a picture without a
/// heat-map, or where colors are wanted.
std::optional<ShownMap> compared_lines(const State& state, const ComparedPicture& picture);

}  // namespace chestlens::viewer
