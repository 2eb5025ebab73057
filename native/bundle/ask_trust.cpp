#include "bundle/ask_trust.hpp"

#include <chestlens/tried_ways.hpp>

#include <span>
#include <string>
#include <vector>

namespace chestlens {
namespace {

const FloatTensor* output_named(const OnnxOutputs& outputs, const std::string& name) {
  if (name == "early") return &outputs.early;
  if (name == "middle") return &outputs.middle;
  return name == "features" ? &outputs.features : nullptr;
}

/// One film's features at each of the model's depths.
Result<std::vector<std::span<const float>>> features_of(const TrustModel& model,
                                                        const OnnxOutputs& outputs,
                                                        std::size_t film, std::size_t films) {
  std::vector<std::span<const float>> features;
  for (const TrustDepth& depth : model.depths) {
    const FloatTensor* output = output_named(outputs, depth.output);
    if (output == nullptr) {
      return fail(ErrorCode::unsupported, "is a depth that this program does not know",
                  depth.output);
    }
    features.push_back(values_of(*output, film, films));
  }
  return features;
}

}  // namespace

Result<Trust> ask_trust(const PredictorMember& member, const OnnxOutputs& outputs, std::size_t film,
                        std::size_t films, const FloatImage& image) {
  if (!member.trust) return trust_not_known(member.card.name);
  const TrustModel& model = *member.trust;
  CHESTLENS_TRY(const auto features, features_of(model, outputs, film, films));
  CHESTLENS_TRY(auto trust, assess_trust(model, features));
  if (trust.likeness == Likeness::like) return trust;
  const auto images = tried_ways(image);
  CHESTLENS_TRY(const auto tried,
                member.session.run(images, {.heatmaps = false, .evidence = false}));
  std::vector<std::vector<std::span<const float>>> ways;
  for (std::size_t way = 0; way < images.size(); ++way) {
    CHESTLENS_TRY(auto of_way, features_of(model, tried, way, images.size()));
    ways.push_back(std::move(of_way));
  }
  CHESTLENS_TRY(trust.surprise, surprise_of(trust, model, ways));
  return trust;
}

}  // namespace chestlens
