#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// Brings a TensorBoard event file up to date with a run's log, one JSON object per epoch: records
/// of epochs that the log does not (or no longer) have are cut off, those of new ones appended. A
/// kill at any moment leaves a file that the next call repairs. Errors: io.
Status update_event_file(const std::filesystem::path& path, const std::vector<std::string>& log);

}  // namespace chestlens
