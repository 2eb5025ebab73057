#pragma once

#include <map>
#include <string>
#include <string_view>

namespace chestlens {

/// Modules' names in public files to names of ours.
using ModuleNames = std::map<std::string, std::string>;

/// The modules of a network that torchvision's old files, timm or Cadene's pretrainedmodels call
/// other than we do; empty for a network that has one naming only.
ModuleNames other_module_names(std::string_view network);

/// A tensor's name with its module's renamed.
std::string renamed(const ModuleNames& names, const std::string& tensor_name);

/// Whether the tensor belongs to a network's ImageNet classifier, under any of its names.
bool is_of_classifier(std::string_view tensor_name);

}  // namespace chestlens
