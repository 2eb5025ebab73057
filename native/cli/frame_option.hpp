#pragma once

#include <CLI/CLI.hpp>

#include <optional>

namespace chestlens {

/// Adds --frame, which films of several frames want.
inline CLI::Option* add_frame_option(CLI::App& command, std::optional<int>& frame) {
  return command.add_option("--frame", frame, "Frame of DICOM files that have several, from 1")
      ->check(CLI::PositiveNumber);
}

}  // namespace chestlens
