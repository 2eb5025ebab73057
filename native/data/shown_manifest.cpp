#include "data/shown_manifest.hpp"

#include <fmt/format.h>

namespace chestlens {

Result<Manifest> load_shown_manifest(const std::filesystem::path& folder,
                                     const std::vector<std::string>& classes,
                                     const Reporter& reporter) {
  auto manifest = load_manifest(folder, {.classes = classes});
  if (!manifest) {
    CHESTLENS_TRY(auto external, load_manifest(folder, {.classes = classes, .external = true}));
    reporter.note(
        fmt::format("{}; each film without a patient counts as a patient of its own, and "
                    "no split is read",
                    to_string(manifest.error())));
    manifest = std::move(external);
  }
  report_left_out(*manifest, reporter);
  return manifest;
}

}  // namespace chestlens
