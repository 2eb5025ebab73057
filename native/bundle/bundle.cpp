#include "bundle/bundle.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"

#include <string>
#include <utility>

namespace chestlens {

namespace fs = std::filesystem;

Result<Bundle> read_bundle(const fs::path& folder) {
  CHESTLENS_TRY(const auto text, read_text(folder / card_file));
  CHESTLENS_TRY(auto card, with_context(parse_card(text), (folder / card_file).string()));
  Bundle bundle{std::move(card), {}};
  for (const auto& expected : bundle.card.files) {
    const auto path = folder / expected.file;
    CHESTLENS_TRY(auto bytes, read_file(path));
    if (const std::string sum = sha256_hex(bytes); sum != expected.sha256) {
      const std::string difference = std::ssize(bytes) == expected.bytes
                                         ? "its sha256 begins with " + sum.substr(0, 8) + ", not " +
                                               expected.sha256.substr(0, 8)
                                         : std::to_string(bytes.size()) + " bytes, " +
                                               std::to_string(expected.bytes) + " expected";
      return fail(ErrorCode::mismatch,
                  "is not the file that model.json describes (" + difference +
                      "): export or download the bundle again",
                  path.string());
    }
    if (expected.file == films_file) {
      const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      CHESTLENS_TRY(bundle.films, with_context(parse_seen_films(text), path.string()));
    }
    if (expected.file == model_file) bundle.model = std::move(bytes);
  }
  if (bundle.model.empty()) {
    return fail(ErrorCode::mismatch, "lists no model.onnx", (folder / card_file).string());
  }
  if (!has_figures_of_its_model(bundle.card)) {
    bundle.card.metrics.clear();
    bundle.card.audit.clear();
    bundle.figures_dropped = true;
  }
  return bundle;
}

}  // namespace chestlens
