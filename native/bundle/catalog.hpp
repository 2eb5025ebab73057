#pragma once

#include <chestlens/catalog.hpp>
#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

inline constexpr const char* catalog_file = "catalog.json";

/// `folder`/catalog.json. Errors: not_found, io, parse, invalid_argument, naming the file and in it
/// the field.
Result<Catalog> read_catalog(const std::filesystem::path& folder);

/// Writes `folder`/catalog.json if read_catalog() would read it back. Errors: those of
/// parse_catalog, io.
Status write_catalog(const std::filesystem::path& folder, const Catalog& catalog);

}  // namespace chestlens
