#include "bundle/catalog.hpp"

#include "io/atomic_file.hpp"

namespace chestlens {
namespace {

constexpr const char* catalog_file = "catalog.json";

}  // namespace

Result<Catalog> read_catalog(const std::filesystem::path& folder) {
  const auto file = folder / catalog_file;
  const auto text = read_required_text(file, "chestlens catalog writes it");
  if (!text) return tl::unexpected(text.error());
  auto catalog = parse_catalog(*text);
  if (!catalog) {
    const Error& error = catalog.error();
    return fail(error.code, error.message,
                file.string() + (error.context.empty() ? "" : ": " + error.context));
  }
  return catalog;
}

Status write_catalog(const std::filesystem::path& folder, const Catalog& catalog) {
  const std::string text = to_json(catalog);
  if (const auto read_back = parse_catalog(text); !read_back) {
    return tl::unexpected(read_back.error());
  }
  return write_file_atomic(folder / catalog_file, text);
}

}  // namespace chestlens
