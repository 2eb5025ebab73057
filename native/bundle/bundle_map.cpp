#include "bundle/bundle_map.hpp"

#include "bundle/bundle.hpp"
#include "bundle/bundle_files.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"

#include <chestlens/bundle_parts.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t most_bytes = std::size_t{256} << 20U;

}  // namespace

Result<std::optional<ReferenceMap>> read_map(const std::filesystem::path& folder,
                                             const Card& card) {
  const auto listed = std::ranges::find(card.files, map_file, &FileDigest::file);
  if (listed == card.files.end()) return std::optional<ReferenceMap>();
  const std::string path = (folder / map_file).string();
  CHESTLENS_TRY(const auto bytes, read_file(path, most_bytes));
  if (sha256_hex(bytes) != listed->sha256) {
    return fail(ErrorCode::mismatch, "is not the file that model.json describes", path);
  }
  CHESTLENS_TRY(auto map, with_context(map_of_bundle(bytes, card), path));
  return std::optional(std::move(map));
}

Result<std::size_t> write_map(const std::filesystem::path& folder, const ReferenceMap& map) {
  CHESTLENS_TRY(auto bundle, read_bundle(folder));
  CHESTLENS_CHECK(with_context(check_is_of_model(map, bundle.card), folder.string()));
  CHESTLENS_TRY(auto card, read_card(folder));
  CHESTLENS_TRY(auto files, read_bundle_files(folder, card));
  auto bytes = to_bytes(map);
  const std::size_t size = bytes.size();
  files[map_file] = std::move(bytes);
  CHESTLENS_CHECK(write_bundle_files(folder, std::move(card), files, {.replace = true}));
  return size;
}

}  // namespace chestlens
