#include "weights/weights_file.hpp"

#include "io/text.hpp"
#include "weights/added_weights.hpp"
#include "weights/public_weights.hpp"
#include "weights/tensor_file.hpp"

#include <system_error>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

Result<WeightsFile> of_path(const std::string& path) {
  if (is_file(path)) {
    return WeightsFile{path, fs::path(path).filename().string(), note_in(path)};
  }
  std::vector<std::string> names;
  for (const PublicWeights& weights : public_weights()) names.emplace_back(weights.name);
  return fail(
      ErrorCode::not_found,
      "there is no such file of weights, and these are the names to download: " + joined(names),
      path);
}

}  // namespace

std::string note_in(const fs::path& path) {
  const auto texts = read_tensor_file_texts(path);
  if (!texts) return {};
  const auto note = texts->find("note");
  return note == texts->end() ? "" : note->second;
}

Result<WeightsFile> find_weights(const std::string& name_or_path) {
  const PublicWeights* known = find_public_weights(name_or_path);
  if (known == nullptr) return of_path(name_or_path);
  CHESTLENS_TRY(const auto added, find_added_weights(known->name));
  if (added) return WeightsFile{added->path, name_or_path, added->from, added->key};
  CHESTLENS_TRY(const auto folder, weights_folder());
  const fs::path path = folder / known->file_name();
  if (is_file(path)) return WeightsFile{path, name_or_path, std::string(known->url)};
  return fail(ErrorCode::not_found,
              "is not downloaded; get it by: chestlens weights get " + name_or_path +
                  ", or take a file that you have: chestlens weights add " + name_or_path + " FILE",
              path.string());
}

}  // namespace chestlens
