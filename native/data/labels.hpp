#pragma once

#include <chestlens/error.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// One finding of a film that may have several: 1 present, 0 absent, NaN unknown.
struct Label {
  std::string name;
  float value = 0.0F;
};

/// "Edema=1;Cardiomegaly=0;Pneumonia=?" as the manifest's column `labels` has it. Names hold
/// neither "=" nor ";".
std::string labels_text(std::span<const Label> labels);

/// Errors: parse, for a part that is not NAME=1, NAME=0 or NAME=?, and for a name given twice.
Result<std::vector<Label>> parse_labels(std::string_view text);

}  // namespace chestlens
