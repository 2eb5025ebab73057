#pragma once

#include "io/reporter.hpp"

#include <filesystem>

namespace chestlens {

/// Notes that a training still goes on in a run's folder, where one does: what is read there is
/// whole, but of the epochs that it has finished.
void note_training(const std::filesystem::path& run_folder, const Reporter& reporter);

}  // namespace chestlens
