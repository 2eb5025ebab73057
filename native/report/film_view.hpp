#pragma once

#include "networks/classifier.hpp"

#include <chestlens/error.hpp>
#include <chestlens/preprocess.hpp>

#include <filesystem>
#include <string>

namespace chestlens {

/// PNGs as data: URIs.
struct FilmView {
  std::string film;     // as the network sees it, a square
  std::string overlay;  // with the class's Grad-CAM over it
};

/// Errors: those of read_film; runtime with LibTorch's message. The classifier, in evaluation mode,
/// stays as it was.
Result<FilmView> view_film(const Classifier& classifier, const InputSpec& input,
                           const std::filesystem::path& film, int class_index);

}  // namespace chestlens
