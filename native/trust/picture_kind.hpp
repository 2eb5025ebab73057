#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace chestlens {

/// Pictures of one kind, each made when it is asked for, from several threads.
struct PictureKind {
  std::string name;  // "photographs"
  std::size_t count = 0;
  std::function<Result<GreyImage>(std::size_t i)> make;
};

/// The films of some files.
PictureKind films_of(std::string name, std::vector<std::filesystem::path> files);

/// Three squares of each picture, of 30 to 100 % of its shorter side, at places drawn by their
/// number.
PictureKind parts_of(const PictureKind& kind);

/// The same pictures, each changed by `change`; the number is the picture's.
using Change = std::function<GreyImage(const GreyImage& film, std::size_t i)>;
PictureKind changed(const PictureKind& kind, std::string name, Change change);

}  // namespace chestlens
