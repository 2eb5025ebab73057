#include "test_classifiers.hpp"

#include "io/atomic_file.hpp"
#include "networks/batch_norm.hpp"
#include "networks/chain.hpp"
#include "networks/head.hpp"
#include "onnx/certificate.hpp"

#include <chestlens/decode.hpp>
#include <chestlens/preprocess.hpp>

#include <torch/torch.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
namespace nn = torch::nn;

constexpr std::int64_t map_count = 6;
constexpr std::int64_t class_count = 3;

nn::AdaptiveAvgPool2d average_pool() {
  return nn::AdaptiveAvgPool2d(nn::AdaptiveAvgPool2dOptions({1, 1}));
}

std::vector<fs::path> film_files() {
  const char* folder = std::getenv("CHESTLENS_REAL_FILMS");
  std::vector<fs::path> files;
  if (folder == nullptr || *folder == '\0') return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".png" || extension == ".jpg") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void randomize_norms(nn::Module& module) {
  const torch::NoGradGuard no_grad;
  for (const auto& layer : module.modules()) {
    const bool is_norm = layer->as<BatchNorm>() != nullptr ||
                         layer->as<nn::BatchNorm1d>() != nullptr ||
                         layer->as<nn::BatchNorm2d>() != nullptr;
    if (!is_norm) continue;
    for (auto& parameter : layer->named_parameters()) {
      if (parameter.key() == "weight") parameter.value().uniform_(0.5, 1.5);
      if (parameter.key() == "bias") parameter.value().uniform_(-0.5, 0.5);
    }
    layer->named_buffers()["running_mean"].uniform_(-0.5, 0.5);
    layer->named_buffers()["running_var"].uniform_(0.5, 2.0);
  }
  module.eval();
}

std::shared_ptr<Chain> small_body() {
  auto body = std::make_shared<Chain>();
  body->push_back("conv0", nn::Conv2d(nn::Conv2dOptions(3, 4, 3).stride(2).padding(1).bias(false)));
  body->push_back("norm0", nn::BatchNorm2d(4));  // folds
  body->push_back("relu0", nn::ReLU());
  body->push_back("norm1", nn::BatchNorm2d(4));  // does not
  body->push_back("conv1", nn::Conv2d(nn::Conv2dOptions(4, 8, 3).stride(2).padding(1).groups(2)));
  body->push_back("norm2", nn::BatchNorm2d(8));  // folds into a layer with a bias
  body->push_back("relu6", nn::ReLU6());
  body->push_back("conv2", nn::Conv2d(nn::Conv2dOptions(8, map_count, 1)));
  body->push_back("relu2", nn::ReLU());
  return body;
}

std::vector<std::string> head_names() {
  return {"concat_pool", "average_pool", "flatten", "relu6", "average_of_concat_pool"};
}

std::shared_ptr<Chain> small_head(const std::string& name, std::int64_t area) {
  if (name == "concat_pool") return make_concat_pool_head(map_count, class_count, 0.5);
  auto head = std::make_shared<Chain>();
  if (name == "average_pool") {  // torchvision's: nothing depends on the film
    head->push_back(average_pool());
    head->push_back(nn::Flatten());
    head->push_back(nn::Linear(map_count, class_count));
  } else if (name == "flatten") {  // COVID-Net's: over space, then two linear layers
    head->push_back(nn::Flatten());
    head->push_back(nn::Linear(map_count * area, 7));
    head->push_back(nn::ReLU());
    head->push_back(nn::Linear(7, class_count));
  } else if (name == "relu6") {
    head->push_back(average_pool());
    head->push_back(nn::Flatten());
    head->push_back(nn::Linear(map_count, 9));
    head->push_back(nn::BatchNorm1d(9));  // folds
    head->push_back(nn::ReLU6());
    head->push_back(nn::Linear(nn::LinearOptions(9, class_count).bias(false)));
  } else if (name == "average_of_concat_pool") {  // two readers of a value, arithmetic with numbers
    struct Mean : nn::Module {
      torch::Tensor forward(const torch::Tensor& x) {
        const auto average = torch::adaptive_avg_pool2d(x, {1, 1});
        const auto largest = std::get<0>(torch::adaptive_max_pool2d(x, {1, 1}));
        return ((average + largest) / 2 - 0.25) * 3 + average;
      }
    };
    head->push_back(std::make_shared<Mean>());
    head->push_back(nn::Flatten());
    head->push_back(nn::Linear(map_count, class_count));
  } else {
    throw std::invalid_argument(name);
  }
  return head;
}

Classifier small_classifier(const std::string& head, std::uint64_t seed, int size_pixels) {
  torch::manual_seed(seed);
  const std::int64_t side = (size_pixels + 3) / 4;
  NetworkSpec spec;
  spec.name = "small";
  spec.classes = class_count;
  auto classifier = assemble_classifier(spec, small_body(), small_head(head, side * side));
  randomize_norms(*classifier.module);
  return classifier;
}

Classifier random_densenet121(std::uint64_t seed) {
  torch::manual_seed(seed);
  auto classifier = make_classifier({});
  if (!classifier) throw std::runtime_error(to_string(classifier.error()));
  randomize_norms(*classifier->module);
  // Without training the feature maps grow to thousands; scaled to what a trained network shows.
  const torch::NoGradGuard no_grad;
  classifier->body->named_parameters()["features.norm5.weight"].mul_(0.05);
  return *classifier;
}

Card test_card(const Classifier& classifier, int size_pixels) {
  Card card;
  card.title = "A network of random weights";
  card.version = "0.0.1";
  for (int c = 0; c < classifier.spec.classes; ++c) {
    card.classes.push_back("class_" + std::to_string(c));
  }
  card.input.size_pixels = size_pixels;
  card.intended_use = "tests";
  return card;
}

std::vector<FloatImage> films(int size_pixels, int count) {
  InputSpec input;
  input.size_pixels = size_pixels;
  std::vector<FloatImage> films;
  const auto files = film_files();
  // Spread over the sorted list, so that every class is among them.
  const std::size_t step = std::max<std::size_t>(1, files.size() / static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < files.size() && std::ssize(films) < count; i += step) {
    const auto bytes = read_file(files[i]);
    if (!bytes) throw std::runtime_error(to_string(bytes.error()));
    const auto film = decode_image(*bytes);
    if (!film) throw std::runtime_error(files[i].string() + ": " + to_string(film.error()));
    films.push_back(preprocess(*film, input).value());
  }
  for (std::uint64_t seed = 100; std::ssize(films) < count; ++seed) {
    films.push_back(generated_image(size_pixels, seed));
  }
  return films;
}

}  // namespace chestlens
