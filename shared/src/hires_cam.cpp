#include "map_outputs.hpp"

#include <fmt/format.h>

#include <cmath>

namespace chestlens {
namespace {

Status check_evidence(const MapOutputs& outputs) {
  if (outputs.evidence.empty()) return not_of_format_1("HiResCAM");
  const std::size_t classes = outputs.logits.size();
  if (outputs.shape.height <= 0 || outputs.shape.width <= 0 || classes == 0 ||
      outputs.evidence.size() != classes * map_positions(outputs)) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("evidence of {} values for {} classes of {} x {}", outputs.evidence.size(),
                    classes, outputs.shape.height, outputs.shape.width));
  }
  for (const float value : outputs.evidence) {
    if (!std::isfinite(value)) {
      return fail(ErrorCode::invalid_argument, "a value of the evidence is not finite");
    }
  }
  return {};
}

}  // namespace

Result<std::vector<FloatImage>> hires_cam(const MapOutputs& outputs) {
  CHESTLENS_CHECK(check_evidence(outputs));
  const std::size_t positions = map_positions(outputs);
  std::vector<FloatImage> maps;
  for (std::size_t c = 0; c < outputs.logits.size(); ++c) {
    const auto map = outputs.evidence.subspan(c * positions, positions);
    maps.push_back({outputs.shape.width, outputs.shape.height, {map.begin(), map.end()}});
  }
  return maps;
}

Result<std::vector<EvidenceSum>> evidence_sums(const MapOutputs& outputs) {
  CHESTLENS_TRY(const auto maps, hires_cam(outputs));
  if (outputs.logit_bias.size() != maps.size()) {
    return fail(ErrorCode::invalid_argument, fmt::format("{} logit_bias for {} classes",
                                                         outputs.logit_bias.size(), maps.size()));
  }
  std::vector<EvidenceSum> sums;
  for (std::size_t c = 0; c < maps.size(); ++c) {
    EvidenceSum sum{0.0, outputs.logit_bias[c], outputs.logits[c]};
    for (const float value : maps[c].pixels) sum.evidence += value;
    sums.push_back(sum);
  }
  return sums;
}

std::string in_words(const EvidenceSum& sum) {
  return fmt::format("adds up to {:.2f} of the logit's {:.2f}; {:.2f} is the bias", sum.evidence,
                     sum.logit, sum.logit - sum.evidence);
}

}  // namespace chestlens
