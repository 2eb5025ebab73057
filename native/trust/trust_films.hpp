#pragma once

#include "bundle/bundle.hpp"
#include "data/manifest.hpp"
#include "trust/picture_kind.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <vector>

namespace chestlens {

/// The bundle's own films in a folder, and those that it never saw: rows of the manifest.
struct OwnFilms {
  Manifest manifest;
  std::vector<std::size_t> training;
  std::vector<std::size_t> validation;
  std::vector<std::size_t> unseen;
};

/// Known by their digests, which are computed on `threads` threads. `folder` names the bundle in
/// errors: those of load_manifest and film_digests; unsupported where the bundle does not say which
/// films it saw; invalid_argument where `data` has none of training or of validation.
Result<OwnFilms> own_films(const Bundle& bundle, const std::filesystem::path& folder,
                           const std::filesystem::path& data, int threads);

/// The files of some rows.
std::vector<std::filesystem::path> files_of(const OwnFilms& films,
                                            const std::vector<std::size_t>& rows);

/// A number for each row: the same for films of one source.
std::vector<int> sources_of(const OwnFilms& films, const std::vector<std::size_t>& rows);

/// At most 300 of the rows, spread over all: films to change are a share of those at hand.
std::vector<std::size_t> some_to_change(const std::vector<std::size_t>& rows);

/// What is measured: unseen films as they are, changed and damaged, generated pictures and films,
/// and those of the folder `surprises`, where there is one. Errors: those of surprise_kinds.
Result<std::vector<PictureKind>> measured_kinds(const OwnFilms& films,
                                                const std::filesystem::path& surprises);

}  // namespace chestlens
