#include <chestlens/explain.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace chestlens {
namespace {

constexpr std::array<MapMethodInfo, 8> methods{{
    {MapMethod::hires_cam, "hirescam", "HiResCAM",
     "What each place adds to the logit: gradient times activation. The map and a constant are the "
     "logit.",
     "Draelos & Carin 2020, arXiv 2011.08891", MapCost::outputs, true, true, 2},
    {MapMethod::grad_cam, "gradcam", "Grad-CAM",
     "Feature maps weighted by their mean gradient. The averaging may light places that the "
     "network "
     "did not use.",
     "Selvaraju et al. 2017, arXiv 1610.02391", MapCost::outputs},
    {MapMethod::grad_cam_plus_plus, "gradcam++", "Grad-CAM++",
     "Feature maps weighted by their positive gradients and curvature, so that several places "
     "count "
     "alike.",
     "Chattopadhyay et al. 2018, arXiv 1710.11063", MapCost::outputs, true, false, 2},
    {MapMethod::eigen_cam, "eigencam", "Eigen-CAM",
     "What the feature maps have most in common. It knows of no class: the same map for all.",
     "Muhammad & Yeasin 2020, arXiv 2008.00299", MapCost::outputs, false},
    {MapMethod::recipro_cam, "reciprocam", "Recipro-CAM",
     "How probable the class is where the head sees one place alone.",
     "Byun & Lee 2022, arXiv 2209.14074", MapCost::head},
    {MapMethod::ablation_cam, "ablationcam", "Ablation-CAM",
     "Feature maps weighted by what the logit loses without them.", "Desai & Ramaswamy 2020, WACV",
     MapCost::head},
    {MapMethod::fine_hires_cam, "hirescam-fine", "Fine HiResCAM",
     "HiResCAM of the film moved by quarters of a cell, put together: four times as fine.",
     "shift-and-stitch: Long et al. 2015, arXiv 1411.4038", MapCost::shifts, true, true, 2},
    {MapMethod::occlusion, "occlusion", "Occlusion",
     "What the logit loses where a grey patch covers the film. It looks into no network.",
     "Zeiler & Fergus 2014, arXiv 1311.2901", MapCost::network, true, true},
}};

}  // namespace

std::span<const MapMethodInfo> map_methods() {
  return methods;
}

const MapMethodInfo& map_method_info(MapMethod method) {
  return methods[static_cast<std::size_t>(method)];
}

std::string_view in_words(MapCost cost) {
  switch (cost) {
    case MapCost::outputs:
      return "at once";
    case MapCost::head:
      return "runs of the head";
    case MapCost::shifts:
      return "16 runs";
    case MapCost::network:
      return "hundreds of runs";
  }
  return "";
}

Result<MapMethod> parse_map_method(std::string_view name) {
  const auto found = std::ranges::find(methods, name, &MapMethodInfo::name);
  if (found != methods.end()) return found->method;
  std::vector<std::string_view> names;
  for (const MapMethodInfo& method : methods) names.push_back(method.name);
  return fail(ErrorCode::invalid_argument,
              fmt::format("no method \"{}\"; there are {}", name, fmt::join(names, ", ")));
}

}  // namespace chestlens
