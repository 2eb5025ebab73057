// Writes generated outputs of three models and the native build's predictions from them, for a
// comparison with the WebAssembly build, bit by bit.
//
//   parity_predictions OUT
//
// OUT/index.json:
//   {"format": 1, "kind": "predictions", "films": N, "temperature": of the ensemble,
//    "models": [{"name": MODEL, "weight": w}, ...]}
// OUT/MODEL.json is the model's card. OUT/MODEL.logits.f32 [N,C], MODEL.activations.f32 [N,F,h,w]
// and MODEL.cam_weights.f32 [N,C,F] are its outputs; MODEL.probabilities.f32 [N,C] and
// MODEL.heatmaps.f32 [N,C,h,w] its predictions; ensemble.probabilities.f32 and
// ensemble.heatmaps.f32 those of all models together. Raw files are row-major and little-endian.
#include "support/model_outputs.hpp"

#include <nlohmann/json.hpp>

#include <bit>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace chestlens::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "raw files are little-endian");

constexpr std::size_t film_count = 200;

void write_bytes(const fs::path& path, const void* data, std::size_t bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(static_cast<const char*>(data), static_cast<std::streamsize>(bytes));
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

void write_text(const fs::path& path, const std::string& text) {
  write_bytes(path, text.data(), text.size());
}

void write_floats(const fs::path& path, const std::vector<float>& values) {
  write_bytes(path, values.data(), values.size() * sizeof(float));
}

/// All films' predictions, one after the other.
struct Predictions {
  std::vector<float> probabilities;
  std::vector<float> heatmaps;

  void append(const Prediction& prediction) {
    const auto& row = prediction.probabilities;
    probabilities.insert(probabilities.end(), row.begin(), row.end());
    for (const FloatImage& heatmap : prediction.heatmaps) {
      heatmaps.insert(heatmaps.end(), heatmap.pixels.begin(), heatmap.pixels.end());
    }
  }

  void write(const fs::path& out, const std::string& name) const {
    write_floats(out / (name + ".probabilities.f32"), probabilities);
    write_floats(out / (name + ".heatmaps.f32"), heatmaps);
  }
};

Prediction value_of(Result<Prediction> prediction) {
  if (!prediction) throw std::runtime_error(to_string(prediction.error()));
  return *std::move(prediction);
}

void dump(const fs::path& out) {
  fs::create_directories(out);
  const auto models = generated_models(film_count);
  ordered_json index{{"format", 1},
                     {"kind", "predictions"},
                     {"films", film_count},
                     {"temperature", generated_temperature}};
  for (const GeneratedModel& model : models) {
    const std::string& name = model.card.name;
    index["models"].push_back({{"name", name}, {"weight", model.weight}});
    write_text(out / (name + ".json"), to_json(model.card));
    write_floats(out / (name + ".logits.f32"), model.logits);
    write_floats(out / (name + ".activations.f32"), model.activations);
    write_floats(out / (name + ".cam_weights.f32"), model.cam_weights);
  }
  write_text(out / "index.json", index.dump(2) + '\n');

  std::vector<Predictions> own(models.size());
  Predictions ensemble;
  for (std::size_t film = 0; film < film_count; ++film) {
    std::vector<WeightedPrediction> members;
    for (std::size_t m = 0; m < models.size(); ++m) {
      members.push_back(
          {value_of(predict_from(models[m].film(film), models[m].card)), models[m].weight});
      own[m].append(members[m].prediction);
    }
    ensemble.append(value_of(combine(members, generated_temperature)));
  }
  for (std::size_t m = 0; m < models.size(); ++m) own[m].write(out, models[m].card.name);
  ensemble.write(out, "ensemble");
  std::cout << film_count << " films' predictions dumped to " << out.string() << '\n';
}

}  // namespace
}  // namespace chestlens::test

int main(int count, char** values) {
  if (count != 2 || values[1][0] == '-') {
    std::cerr << "usage: parity_predictions OUT\n";
    return 2;
  }
  try {
    chestlens::test::dump(values[1]);
    return 0;
  } catch (const std::exception& exception) {
    std::cerr << "parity_predictions: " << exception.what() << '\n';
    return 1;
  }
}
