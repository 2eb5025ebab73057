#pragma once

#include "io/output.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace chestlens {

/// The files of a bundle beside its card, by name.
using BundleFiles = std::map<std::string, std::vector<std::byte>>;

/// Whether a bundle may be written there, asked before the work: the folder's name is a bundle's,
/// and the folder is new, empty, or, where the rule says replace, a bundle and nothing else.
/// Errors: those of check_output_folder.
Status check_bundle_place(const std::filesystem::path& folder, const OutputRule& rule);

/// Writes the files and the card, which receives their sizes and digests, whole or not at all.
/// Returns the card written. Errors: those of check_bundle_place and parse_card, io.
Result<Card> write_bundle_files(const std::filesystem::path& folder, Card card,
                                const BundleFiles& files, const OutputRule& rule);

/// The files of a bundle as its card lists them; one of another content, or absent, is left out:
/// call read_bundle first. Errors: io.
Result<BundleFiles> read_bundle_files(const std::filesystem::path& folder, const Card& card);

}  // namespace chestlens
