#pragma once

#include "io/atomic_file.hpp"
#include "phantom/phantom.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <chestlens/encode.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace chestlens::test {

/// The folder of the bundles and the catalog that the repository ships.
inline std::filesystem::path shipped_models() {
  return std::filesystem::path(CHESTLENS_SOURCE_DIR) / "models";
}

/// Writes a generated film of 200 x 200 pixels as PNG.
inline std::filesystem::path write_film(const TemporaryFolder& folder, PhantomClass film_class) {
  PhantomOptions options;
  options.size_pixels = 200;
  const auto phantom = must(draw_phantom(film_class, {3, 3}, options));
  auto path = folder / (std::string(to_string(film_class)) + ".png");
  must(write_file_atomic(path, must(encode_png(phantom.film))));
  return path;
}

/// A copy of the catalog and its two bundles, to be damaged.
inline std::filesystem::path copied_models(const TemporaryFolder& folder) {
  namespace fs = std::filesystem;
  fs::path copy = folder / "models";
  fs::create_directories(copy);
  fs::copy_file(shipped_models() / "catalog.json", copy / "catalog.json");
  for (const char* bundle : {"mobilenet_v2", "densenet121"}) {
    fs::copy(shipped_models() / bundle, copy / bundle);
  }
  return copy;
}

/// Changes one value of a JSON file; `pointer` as "/input/size_pixels".
inline void edit_json(const std::filesystem::path& file, const char* pointer,
                      const nlohmann::json& value) {
  auto document = nlohmann::json::parse(must(read_text(file)));
  document[nlohmann::json::json_pointer(pointer)] = value;
  must(write_file_atomic(file, document.dump()));
}

}  // namespace chestlens::test
