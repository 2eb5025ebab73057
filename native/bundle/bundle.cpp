#include "bundle/bundle.hpp"

#include "bundle/bundle_map.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"

#include <chestlens/bundle_parts.hpp>
#include <chestlens/json.hpp>
#include <chestlens/model.hpp>

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "reference.f32 is little-endian");

tl::unexpected<Error> other_file(const fs::path& path, const std::string& difference) {
  return fail(ErrorCode::mismatch,
              fmt::format("is not the file that model.json describes ({}): export or download the "
                          "bundle again",
                          difference),
              path.string());
}

/// A file of the bundle, equal in size and SHA-256 to what the card says; another size is not read.
Result<std::vector<std::byte>> read_listed(const fs::path& path, const FileDigest& expected) {
  std::error_code unknown;
  const auto file_bytes = static_cast<std::int64_t>(fs::file_size(path, unknown));
  if (!unknown && file_bytes != expected.bytes) {
    return other_file(path, fmt::format("{} bytes, {} expected", file_bytes, expected.bytes));
  }
  CHESTLENS_TRY(auto bytes, read_file(path));
  const std::string sum = sha256_hex(bytes);
  if (sum == expected.sha256) return bytes;
  return other_file(path, fmt::format("its sha256 begins with {}, not {}", sum.substr(0, 8),
                                      expected.sha256.substr(0, 8)));
}

std::vector<float> as_floats(std::span<const std::byte> bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

}  // namespace

Result<Card> read_card(const fs::path& folder) {
  const fs::path path = folder / card_file;
  CHESTLENS_TRY(const auto text, read_text(path, JsonLimits{}.bytes));
  return with_context(parse_card(text), path.string());
}

Result<Bundle> read_bundle(const fs::path& folder) {
  const fs::path card_path = folder / card_file;
  CHESTLENS_TRY(auto card, read_card(folder));
  std::map<std::string, std::vector<std::byte>> files;
  for (const FileDigest& listed : card.files) {
    auto bytes = read_listed(folder / listed.file, listed);
    const bool is_absent = !bytes && bytes.error().code == ErrorCode::not_found;
    const bool may_be_absent = listed.file == films_file || listed.file == map_file;
    if (is_absent && may_be_absent) continue;  // sites may leave them out
    CHESTLENS_TRY(files[listed.file], std::move(bytes));
  }
  const std::string& reference_file = card.certificate.reference_input;
  for (const std::string& needed : {std::string(model_file), reference_file}) {
    if (files.contains(needed)) continue;
    return fail(ErrorCode::mismatch, "lists no file " + needed, card_path.string());
  }
  std::vector<std::byte> model = std::move(files[model_file]);
  const std::vector<std::byte>& reference = files[reference_file];
  CHESTLENS_CHECK(with_context(check_model(model, card), (folder / model_file).string()));
  CHESTLENS_CHECK(
      with_context(check_reference(reference.size(), card), (folder / reference_file).string()));
  Bundle bundle{std::move(card), std::move(model), as_floats(reference)};
  if (const auto seen = files.find(films_file); seen != files.end()) {
    const std::string_view films(reinterpret_cast<const char*>(seen->second.data()),
                                 seen->second.size());
    CHESTLENS_TRY(bundle.films,
                  with_context(parse_seen_films(films), (folder / films_file).string()));
  }
  if (const auto trust = files.find(trust_file); trust != files.end()) {
    CHESTLENS_TRY(bundle.trust, with_context(trust_of_bundle(trust->second, bundle.card),
                                             (folder / trust_file).string()));
  }
  if (!has_figures_of_its_model(bundle.card)) {
    bundle.card.metrics.clear();
    bundle.card.audit.clear();
    bundle.figures_dropped = true;
  }
  return bundle;
}

}  // namespace chestlens
