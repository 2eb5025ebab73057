#include "onnx/catalog.hpp"

#include "io/atomic_file.hpp"

namespace chestlens {

Result<Catalog> read_catalog(const std::filesystem::path& folder) {
  const auto file = folder / "catalog.json";
  const auto text = read_text(file);
  if (!text) return tl::unexpected(text.error());
  auto catalog = parse_catalog(*text);
  if (!catalog) {
    const Error& error = catalog.error();
    return fail(error.code, error.message,
                file.string() + (error.context.empty() ? "" : ": " + error.context));
  }
  return catalog;
}

}  // namespace chestlens
