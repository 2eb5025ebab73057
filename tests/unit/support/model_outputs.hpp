#pragma once

#include <chestlens/card.hpp>
#include <chestlens/prediction.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace chestlens::test {

/// One model's card and its outputs for some films, as a bundle's network gives them.
struct GeneratedModel {
  Card card;
  double weight = 1.0;
  std::vector<float> logits;       // [N,C]
  std::vector<float> activations;  // [N,F,h,w]
  std::vector<float> cam_weights;  // [N,C,F]

  ModelOutputs film(std::size_t index) const {
    const std::size_t classes = card.classes.size();
    const auto features = static_cast<std::size_t>(card.activation_features);
    const std::size_t volume =
        features * area_pixels(card.activation_width, card.activation_height);
    return {std::span(logits).subspan(index * classes, classes),
            std::span(activations).subspan(index * volume, volume),
            std::span(cam_weights).subspan(index * classes * features, classes * features)};
  }
};

/// Numbers in [low, high) that are the same on every machine: a 32-bit linear congruential
/// generator (Knuth 1997, The Art of Computer Programming 2, section 3.3.4).
class Numbers {
 public:
  explicit Numbers(std::uint32_t seed) : state_(seed) {}

  std::vector<float> draw(std::size_t count, float low, float high) {
    std::vector<float> values(count);
    std::ranges::generate(values, [&] { return low + (high - low) * next(); });
    return values;
  }

 private:
  float next() {
    state_ = 1664525U * state_ + 1013904223U;
    return static_cast<float>(state_ >> 8U) / 16777216.0F;
  }

  std::uint32_t state_;
};

/// Three models of three classes with activations of different sizes, temperatures and weights.
inline std::vector<GeneratedModel> generated_models(std::size_t films) {
  struct Plan {
    const char* name;
    int features, height, width;
    double temperature, weight;
  };
  std::vector<GeneratedModel> models;
  std::uint32_t seed = 1;
  for (const Plan& plan : {Plan{"coarse", 5, 2, 3, 1.0, 0.37}, Plan{"middle", 11, 7, 7, 1.7, 0.41},
                           Plan{"fine", 3, 8, 6, 0.6, 0.22}}) {
    GeneratedModel model;
    model.card.name = model.card.title = model.card.network = plan.name;
    model.card.version = "1";
    model.card.intended_use = "Tests.";
    model.card.classes = {"covid19", "viral", "normal"};
    model.card.temperature = plan.temperature;
    model.card.activation_features = plan.features;
    model.card.activation_height = plan.height;
    model.card.activation_width = plan.width;
    model.card.certificate.reference_input = "reference.f32";
    model.card.certificate.reference_logits = {0.0F, 0.0F, 0.0F};
    model.weight = plan.weight;
    const auto features = static_cast<std::size_t>(plan.features);
    Numbers numbers(seed++);
    model.logits = numbers.draw(films * 3, -4.0F, 4.0F);
    model.activations =
        numbers.draw(films * features * area_pixels(plan.width, plan.height), 0.0F, 2.0F);
    model.cam_weights = numbers.draw(films * 3 * features, -0.5F, 0.5F);
    models.push_back(std::move(model));
  }
  return models;
}

/// The temperature of these models' ensemble.
inline constexpr double generated_temperature = 0.83;

}  // namespace chestlens::test
