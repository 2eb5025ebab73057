#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

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

/// What wrappers put before a module's names, as "module." or "_orig_mod.": the prefixes that most
/// names have before one that `is_ours`, several where they do equally well. "" alone where that
/// are no more than half of the names, and of the `ours`, and so may be by chance.
std::vector<std::string> wrapper_prefixes(const std::vector<std::string>& names,
                                          const std::function<bool(const std::string&)>& is_ours,
                                          std::size_t ours);

}  // namespace chestlens
