#include "weights/names.hpp"

#include <algorithm>
#include <array>

namespace chestlens {
namespace {

std::string numbered(const char* word, std::size_t number) {
  return word + std::to_string(number);
}

/// torchvision's first DenseNet files: norm.1, conv.2, which are no names of modules any more.
ModuleNames densenet121_names() {
  constexpr std::array<std::size_t, 4> block_layers{6, 12, 24, 16};
  ModuleNames names;
  for (std::size_t block = 0; block < block_layers.size(); ++block) {
    for (std::size_t layer = 0; layer < block_layers[block]; ++layer) {
      const std::string place =
          numbered("features.denseblock", block + 1) + numbered(".denselayer", layer + 1) + ".";
      for (const std::string part : {"norm", "conv"}) {
        names[place + part + ".1"] = place + part + "1";
        names[place + part + ".2"] = place + part + "2";
      }
    }
  }
  return names;
}

/// Cadene's ResNeXt came from Lua Torch: numbers of nested Sequentials.
ModuleNames resnext101_32x4d_names() {
  constexpr std::array<std::size_t, 4> stage_blocks{3, 4, 23, 3};
  constexpr std::pair<const char*, const char*> parts[] = {
      {"0.0.0", "conv1"}, {"0.0.1", "bn1"}, {"0.0.3", "conv2"},      {"0.0.4", "bn2"},
      {"0.1", "conv3"},   {"0.2", "bn3"},   {"1.0", "downsample.0"}, {"1.1", "downsample.1"}};
  ModuleNames names{{"features.0", "conv1"}, {"features.1", "bn1"}, {"last_linear", "fc"}};
  for (std::size_t stage = 0; stage < stage_blocks.size(); ++stage) {
    for (std::size_t block = 0; block < stage_blocks[stage]; ++block) {
      const std::string theirs = numbered("features.", stage + 4) + numbered(".", block) + ".0.";
      const std::string ours = numbered("layer", stage + 1) + numbered(".", block) + ".";
      for (const auto& [their_part, our_part] : parts) names[theirs + their_part] = ours + our_part;
    }
  }
  return names;
}

/// timm's mobilenetv2_100 counts blocks by stage; torchvision counts them through.
ModuleNames mobilenet_v2_names() {
  constexpr std::array<std::size_t, 7> stage_blocks{1, 2, 3, 4, 3, 3, 1};
  constexpr std::pair<const char*, const char*> first_parts[] = {
      {"conv_dw", "0.0"}, {"bn1", "0.1"}, {"conv_pw", "1"}, {"bn2", "2"}};
  constexpr std::pair<const char*, const char*> parts[] = {{"conv_pw", "0.0"}, {"bn1", "0.1"},
                                                           {"conv_dw", "1.0"}, {"bn2", "1.1"},
                                                           {"conv_pwl", "2"},  {"bn3", "3"}};
  ModuleNames names{{"conv_stem", "features.0.0"},
                    {"bn1", "features.0.1"},
                    {"conv_head", "features.18.0"},
                    {"bn2", "features.18.1"},
                    {"classifier", "classifier.1"}};
  const auto add = [&names](const std::string& theirs, const std::string& ours, auto& table) {
    for (const auto& [their_part, our_part] : table) names[theirs + their_part] = ours + our_part;
  };
  std::size_t number = 1;
  for (std::size_t stage = 0; stage < stage_blocks.size(); ++stage) {
    for (std::size_t block = 0; block < stage_blocks[stage]; ++block, ++number) {
      const std::string theirs = numbered("blocks.", stage) + numbered(".", block) + ".";
      const std::string ours = numbered("features.", number) + ".conv.";
      if (stage == 0) {
        add(theirs, ours, first_parts);
      } else {
        add(theirs, ours, parts);
      }
    }
  }
  return names;
}

}  // namespace

ModuleNames other_module_names(std::string_view network) {
  if (network == "densenet121") return densenet121_names();
  if (network == "mobilenet_v2") return mobilenet_v2_names();
  if (network == "resnext101_32x4d") return resnext101_32x4d_names();
  if (network == "xception") return {{"last_linear", "fc"}};
  return {};
}

std::string renamed(const ModuleNames& names, const std::string& tensor_name) {
  const auto dot = tensor_name.rfind('.');
  if (dot == std::string::npos) return tensor_name;
  const auto found = names.find(tensor_name.substr(0, dot));
  return found == names.end() ? tensor_name : found->second + tensor_name.substr(dot);
}

std::vector<std::string> wrapper_prefixes(const std::vector<std::string>& names,
                                          const std::function<bool(const std::string&)>& is_ours,
                                          std::size_t ours) {
  std::map<std::string, std::size_t> votes;
  for (const std::string& name : names) {
    for (std::size_t start = 0;;) {
      if (is_ours(name.substr(start))) ++votes[name.substr(0, start)];
      const std::size_t dot = name.find('.', start);
      if (dot == std::string::npos) break;
      start = dot + 1;
    }
  }
  std::size_t most = 0;
  for (const auto& [prefix, count] : votes) most = std::max(most, count);
  if (2 * most <= std::min(names.size(), ours)) return {""};
  std::vector<std::string> prefixes;
  for (const auto& [prefix, count] : votes) {
    if (count == most) prefixes.push_back(prefix);
  }
  return prefixes.front().empty() ? std::vector<std::string>{""} : prefixes;
}

bool is_of_classifier(std::string_view tensor_name) {
  for (const std::string_view module : {"classifier.", "fc.", "head.", "last_linear."}) {
    if (tensor_name.starts_with(module)) return true;
  }
  return false;
}

}  // namespace chestlens
