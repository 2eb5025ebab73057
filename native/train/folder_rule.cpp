#include "train/folder_rule.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "io/temporary.hpp"
#include "train/run_folder.hpp"
#include "weights/tensor_file.hpp"

#include <string>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

Status precious(const fs::path& file, const std::string& what) {
  return fail(ErrorCode::invalid_argument,
              what + " and would be written over; give another --run, a new or an empty folder",
              file.string());
}

/// The file is what the attempt wrote, whose digest of it is `sha256`.
bool is_the_attempts(const fs::path& file, const std::string& sha256) {
  const auto text = read_text(file);
  return text && sha256_hex(*text) == sha256;
}

/// The best weights are written before the first epoch's checkpoint, and the log after it: a
/// process that was killed between has left them, and the epoch is trained again to the same ones.
bool is_of_first_epoch_alone(const RunFiles& files) {
  std::error_code ignored;
  if (fs::exists(files.log, ignored)) return false;
  const auto texts = read_tensor_file_texts(files.best);
  return texts && epoch_said_by(*texts) == 1;
}

Status check_file(const RunFiles& files, const fs::path& file, const RunRecord* attempt,
                  const Recipe& recipe) {
  if (is_temporary_name(file.filename().string()) || file == files.description) return {};
  if (file == pretraining_folder(file.parent_path()) && load_record(RunFiles(file).description)) {
    return {};  // a run of its own, which begins or resumes by the same rule
  }
  if (file == files.best && attempt != nullptr) return {};  // check_may_begin has looked at it
  const bool is_recipe = file == files.recipe;
  if (!is_recipe && file != files.split) return precious(file, "is not of a run that begins here");
  const std::string wrote = attempt == nullptr ? ""
                            : is_recipe        ? attempt->recipe_file_sha256
                                               : attempt->split_sha256;
  const bool is_the_same = is_recipe && is_the_attempts(file, sha256_hex(recipe.text));
  if (attempt != nullptr && (is_the_same || is_the_attempts(file, wrote))) return {};
  return precious(file, "was not written by an attempt at a run here");
}

}  // namespace

Status check_may_begin(const fs::path& run_folder, const Recipe& recipe) {
  const RunFiles files(run_folder);
  std::error_code error;
  if (!fs::exists(fs::symlink_status(run_folder, error))) return {};
  if (!fs::is_directory(run_folder, error)) {
    return fail(ErrorCode::io, "is not a folder", run_folder.string());
  }
  if (fs::exists(files.best, error) && !is_of_first_epoch_alone(files)) {
    return fail(ErrorCode::invalid_argument,
                "holds the best weights of a run whose last.safetensors is gone: it can be "
                "evaluated and exported, but neither resumed nor written over; give another --run "
                "(with --from " +
                    run_folder.string() + " it begins with these weights)",
                run_folder.string());
  }
  const auto record = load_record(files.description);
  if (!record && record.error().code != ErrorCode::not_found) {
    return precious(files.description, "is no description of a run");
  }
  const auto entries = fs::directory_iterator(run_folder, error);
  if (error) return fail(ErrorCode::io, error.message(), run_folder.string());
  for (const fs::directory_entry& entry : entries) {
    CHESTLENS_CHECK(check_file(files, entry.path(), record ? &*record : nullptr, recipe));
  }
  return {};
}

}  // namespace chestlens
