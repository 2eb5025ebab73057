#pragma once

#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

struct AddTrustOptions {
  std::filesystem::path bundle;
  std::filesystem::path data;            // a manifest's folder with the films that made the bundle
  std::filesystem::path surprises = {};  // a folder of pictures for each kind; empty: none
  int threads = 1;
};

/// Fits trust on a bundle's own training and validation films, known by their digests; measures on
/// films that it never saw, on those held or damaged in several ways, on generated pictures and on
/// the given ones how many are warned of; and writes trust.bin and these shares into the bundle.
/// Returns the card written. Errors: those of read_bundle, load_manifest, fit_trust and
/// write_bundle_files; unsupported for a bundle of an earlier format; invalid_argument where the
/// folder has not the films.
Result<Card> add_trust(const AddTrustOptions& options, const Reporter& reporter = {});

}  // namespace chestlens
