#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// A local file that serves under a name of public_weights() in the place of a download.
struct AddedWeights {
  std::filesystem::path path;  // the copy, in the folder "added" of weights_folder()
  std::string sha256;          // of the file
  std::string from;  // as it was told when it was added; else the file's own note, or its name
  std::vector<std::string> missing;  // the network's tensors that it lacks
  std::string key;                   // of the state dict that was asked for, or empty
};

/// What is to be added.
struct WeightsToAdd {
  std::string name;  // of public_weights()
  std::filesystem::path file;
  std::vector<std::string> allow_missing = {};  // as load_pretrained takes them
  std::string from = {};
  std::string key = {};  // of the state dict, as parse_state_dicts takes it
  bool replace = false;  // what was added under this name before
};

/// Copies a file of weights and what is known of it, once it is seen to fit the name's network.
/// Errors: not_found for a name that is not public; invalid_argument where one was added before;
/// those of read_weights and load_pretrained; io.
Result<AddedWeights> add_weights(const WeightsToAdd& wanted);

/// None where none was added under the name. Errors: corrupt, naming the file, where what is
/// known of one cannot be read; not_found without a weights_folder().
Result<std::optional<AddedWeights>> find_added_weights(std::string_view name);

}  // namespace chestlens
