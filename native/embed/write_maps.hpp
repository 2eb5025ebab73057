#pragma once

#include "embed/map_study.hpp"
#include "io/output.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// Whether write_maps may write there, asked before the work. Errors: those of
/// check_output_folder.
Status check_maps_place(const std::filesystem::path& folder, const OutputRule& rule);

/// maps.svg, maps.png, places-NAME.csv of each model, separation.md and separation.json. Errors:
/// io, those of check_output_folder and to_png.
Status write_maps(const std::filesystem::path& folder, const MapStudy& study,
                  const OutputRule& rule);

}  // namespace chestlens
