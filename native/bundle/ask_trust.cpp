#include "bundle/ask_trust.hpp"

#include <chestlens/turn.hpp>

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

Result<Trust> assess(const TrustModel& model, const OnnxOutputs& outputs, std::size_t film,
                     std::size_t films) {
  std::vector<std::span<const float>> features;
  for (const TrustDepth& depth : model.depths) {
    const FloatTensor* output = output_named(outputs, depth.output);
    if (output == nullptr) {
      return fail(ErrorCode::unsupported, "is a depth that this program does not know",
                  depth.output);
    }
    features.push_back(values_of(*output, film, films));
  }
  return assess_trust(model, features);
}

}  // namespace

Result<Trust> ask_trust(const PredictorMember& member, const OnnxOutputs& outputs, std::size_t film,
                        std::size_t films, const FloatImage& image) {
  if (!member.trust) {
    Trust trust;
    trust.reason = member.card.name + " has no trust.bin";
    return trust;
  }
  const TrustModel& model = *member.trust;
  CHESTLENS_TRY(auto trust, assess(model, outputs, film, films));
  if (trust.likeness == Likeness::like) return trust;
  const std::vector<FloatImage> ways{turned(image, Turn::quarter_right), turned(image, Turn::half),
                                     turned(image, Turn::quarter_left), negative_of(image)};
  CHESTLENS_TRY(const auto tried, member.session.run(ways, {.heatmaps = false, .evidence = false}));
  TriedScores scores;
  double TriedScores::* const slots[] = {&TriedScores::turned_right, &TriedScores::turned_half,
                                         &TriedScores::turned_left, &TriedScores::negative};
  for (std::size_t way = 0; way < ways.size(); ++way) {
    CHESTLENS_TRY(const auto found, assess(model, tried, way, ways.size()));
    scores.*slots[way] = found.score;
  }
  trust.surprise = nearest_surprise(trust, scores, model);
  return trust;
}

}  // namespace chestlens
