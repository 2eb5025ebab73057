#pragma once

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/map.hpp>

#include <filesystem>
#include <optional>

namespace chestlens {

/// The map of the bundle of `folder`, whose card this is; nothing where the card lists none.
/// Errors: not_found, io, mismatch where it is not the file that the card describes or of another
/// model.onnx, those of parse_map, naming map.bin.
Result<std::optional<ReferenceMap>> read_map(const std::filesystem::path& folder, const Card& card);

/// Puts a map into a bundle, in the place of an older one, and its digest into the card; the folder
/// is replaced whole or not at all. Returns the file's bytes. Errors: those of read_bundle and
/// write_bundle_files, mismatch where the map is of another model.onnx.
Result<std::size_t> write_map(const std::filesystem::path& folder, const ReferenceMap& map);

}  // namespace chestlens
