#include "bundle/catalog.hpp"

#include "io/atomic_file.hpp"

namespace chestlens {

Result<Catalog> read_catalog(const std::filesystem::path& folder) {
  const auto file = folder / catalog_file;
  CHESTLENS_TRY(const auto text, read_required_text(file, "chestlens catalog writes it"));
  return with_context(parse_catalog(text), file.string());
}

Status write_catalog(const std::filesystem::path& folder, const Catalog& catalog) {
  const std::string text = to_json(catalog);
  CHESTLENS_CHECK(parse_catalog(text));
  return write_file_atomic(folder / catalog_file, text);
}

}  // namespace chestlens
