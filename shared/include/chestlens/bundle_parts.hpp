#pragma once

#include <chestlens/card.hpp>
#include <chestlens/map.hpp>
#include <chestlens/trust.hpp>

#include <cstddef>
#include <span>

namespace chestlens {

// Parts of a bundle that are of one model.onnx, and mean nothing beside another.

/// trust.bin of the bundle. Errors: those of parse_trust; mismatch where it is of another model.
Result<TrustModel> trust_of_bundle(std::span<const std::byte> bytes, const Card& card);

/// Errors: mismatch where the map is of another model.onnx than the card's.
Status check_is_of_model(const ReferenceMap& map, const Card& card);

/// map.bin of the bundle. Errors: those of parse_map; mismatch where it is of another model.
Result<ReferenceMap> map_of_bundle(std::span<const std::byte> bytes, const Card& card);

}  // namespace chestlens
