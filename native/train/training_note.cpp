#include "train/training_note.hpp"

#include "io/lock.hpp"

namespace chestlens {

void note_training(const std::filesystem::path& run_folder, const Reporter& reporter) {
  if (const auto holder = lock_holder(run_folder)) {
    reporter.note(run_folder.string() + ": " + *holder +
                  " is training here; this is of its best epoch so far");
  }
}

}  // namespace chestlens
