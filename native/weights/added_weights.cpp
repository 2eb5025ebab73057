#include "weights/added_weights.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "weights/fitting_networks.hpp"
#include "weights/public_weights.hpp"
#include "weights/read_weights.hpp"
#include "weights/weights_file.hpp"

#include <nlohmann/json.hpp>

#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

Result<fs::path> description_of(std::string_view name) {
  CHESTLENS_TRY(const auto folder, weights_folder());
  return folder / "added" / (std::string(name) + ".json");
}

std::string description(const AddedWeights& weights) {
  nlohmann::ordered_json json{{"format", 1},
                              {"file", weights.path.filename().string()},
                              {"sha256", weights.sha256},
                              {"from", weights.from},
                              {"missing", weights.missing}};
  if (!weights.key.empty()) json["key"] = weights.key;
  return json.dump(2) + "\n";
}

/// Its note; else its name.
std::string words_of(const fs::path& file) {
  const std::string note = note_in(file);
  return note.empty() ? file.filename().string() : note;
}

Result<AddedWeights> described(std::string_view text, const fs::path& file) {
  try {
    const auto json = nlohmann::json::parse(text);
    const std::string name = json.at("file");
    return AddedWeights{file.parent_path() / fs::path(name).filename(), json.at("sha256"),
                        json.at("from"), json.at("missing").get<std::vector<std::string>>(),
                        json.value("key", "")};
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::corrupt,
                std::string("does not say what was added: ") + error.what() +
                    "; remove it, and add the weights again",
                file.string());
  }
}

}  // namespace

Result<AddedWeights> add_weights(const WeightsToAdd& wanted) {
  CHESTLENS_TRY(const PublicWeights* known, known_public_weights(wanted.name));
  CHESTLENS_TRY(const auto place, description_of(wanted.name));
  std::error_code ignored;
  if (!wanted.replace && fs::exists(place, ignored)) {
    return fail(ErrorCode::invalid_argument,
                "weights were added under this name before; --replace takes these instead",
                place.string());
  }
  CHESTLENS_TRY(const auto bytes, read_file(wanted.file));
  CHESTLENS_TRY(const auto found,
                with_context(parse_state_dicts(bytes, wanted.key), wanted.file.string()));
  CHESTLENS_TRY(const auto fit,
                with_context(check_fit(found, std::string(known->network), wanted.allow_missing),
                             wanted.file.string()));
  const AddedWeights added{place.parent_path() / (wanted.name + ".weights"), sha256_hex(bytes),
                           wanted.from.empty() ? words_of(wanted.file) : wanted.from,
                           fit.wrapper.missing, wanted.key};
  CHESTLENS_CHECK(write_file_atomic(added.path, bytes));
  CHESTLENS_CHECK(write_file_atomic(place, description(added)));
  return added;
}

Result<std::optional<AddedWeights>> find_added_weights(std::string_view name) {
  CHESTLENS_TRY(const auto file, description_of(name));
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return std::optional<AddedWeights>();
  CHESTLENS_TRY(const auto text, read_text(file));
  CHESTLENS_TRY(auto added, described(text, file));
  return std::optional(std::move(added));
}

}  // namespace chestlens
