#include "bundle/bundle_files.hpp"

#include "bundle/bundle.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "io/temporary.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// A bundle by its content: the card's digests are those of all the files beside it.
Status check_own_bundle(const fs::path& folder) {
  const auto bundle = read_bundle(folder);
  std::set<std::string> files;
  if (bundle || bundle.error().code == ErrorCode::mismatch) files = {card_file};
  if (bundle) {
    for (const FileDigest& file : bundle->card.files) files.insert(file.file);
  } else if (!files.empty()) {
    files.insert({model_file, "reference.f32", films_file, trust_file});
  }
  CHESTLENS_CHECK(holds_only(folder, files));
  if (bundle) return {};
  return fail(bundle.error().code, "holds a bundle that was changed: " + to_string(bundle.error()));
}

OwnFolder own_bundle() {
  return {"a bundle", check_own_bundle};
}

}  // namespace

Status check_bundle_place(const fs::path& given, const OutputRule& rule) {
  CHESTLENS_TRY(const auto folder, named_output(given));
  const std::string name = folder.filename().string();
  if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") != std::string::npos) {
    return fail(ErrorCode::invalid_argument,
                "\"" + name + "\" becomes the bundle's name, which is made of a-z, 0-9, _ and -",
                folder.string());
  }
  return check_output_folder(folder, rule, own_bundle());
}

Result<Card> write_bundle_files(const fs::path& given, Card card, const BundleFiles& files,
                                const OutputRule& rule) {
  CHESTLENS_TRY(const auto folder, named_output(given));
  card.files.clear();
  for (const auto& [name, bytes] : files) {
    card.files.push_back({name, static_cast<std::int64_t>(bytes.size()), sha256_hex(bytes)});
  }
  const auto rank = [&card](const FileDigest& file) {
    return file.file == model_file ? 0 : file.file == card.certificate.reference_input ? 1 : 2;
  };
  std::ranges::stable_sort(card.files, {}, rank);
  const auto card_text = to_json(card);
  CHESTLENS_CHECK(parse_card(card_text));

  remove_leftovers(folder);
  CHESTLENS_TRY(auto temporary, TemporaryFolder::beside(folder));
  for (const auto& [name, bytes] : files) {
    CHESTLENS_CHECK(write_file_atomic(temporary.path() / name, bytes));
  }
  CHESTLENS_CHECK(write_file_atomic(temporary.path() / card_file, card_text));
  CHESTLENS_CHECK(commit_output_folder(temporary, folder, rule, own_bundle()));
  return card;
}

Result<BundleFiles> read_bundle_files(const fs::path& folder, const Card& card) {
  BundleFiles files;
  for (const FileDigest& listed : card.files) {
    auto bytes = read_file(folder / listed.file);
    if (!bytes && bytes.error().code == ErrorCode::not_found) continue;
    CHESTLENS_TRY(auto content, std::move(bytes));
    if (sha256_hex(content) == listed.sha256) files[listed.file] = std::move(content);
  }
  return files;
}

}  // namespace chestlens
