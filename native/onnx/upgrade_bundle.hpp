#pragma once

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// Rewrites a bundle of an earlier format in today's: its network and figures stay, its model.onnx
/// gains the outputs of the newest format. The new model is held to the old one on generated films,
/// to the certificate's logits and to the sum of its evidence, each to 1e-4. Returns the card
/// written; a bundle of the newest format is left as it is. Ensembles of the catalog beside it go
/// on with the new model. Errors: those of read_bundle,
/// read_graph, add_explanations and write_bundle_files; mismatch.
Result<Card> upgrade_bundle(const std::filesystem::path& folder);

}  // namespace chestlens
