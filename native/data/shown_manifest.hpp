#pragma once

#include "data/manifest.hpp"

namespace chestlens {

/// A manifest whose films are looked at, neither trained on nor scored: films of classes that are
/// not asked for are left out, counted and said; where patients or the split are not as training
/// wants them, which is said, each film is a patient of its own and no split is read. Errors: those
/// of load_manifest for external films.
Result<Manifest> load_shown_manifest(const std::filesystem::path& folder,
                                     const std::vector<std::string>& classes,
                                     const Reporter& reporter);

}  // namespace chestlens
