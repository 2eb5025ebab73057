#include "onnx/depths.hpp"

#include "networks/network_table.hpp"
#include "onnx/export.hpp"
#include "onnx/fold.hpp"
#include "onnx/lower.hpp"
#include "ort_run.hpp"
#include "test_classifiers.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>

namespace chestlens {
namespace {

constexpr int depths_size = 20;

TEST(Depths, AreTheMeansAndDeviationsBeforeTheMapsShrink) {
  const auto classifier = small_classifier("concat_pool", 51);
  const auto images = torch::rand({3, 1, depths_size, depths_size});
  const auto outputs = ort_run(export_model(classifier, depths_size).value(), images);

  // Of small_body, norm1 is the last before the second convolution halves the maps.
  const torch::NoGradGuard no_grad;
  torch::Tensor maps = (images - classifier.spec.mean) / classifier.spec.standard_deviation;
  maps = maps.expand({-1, 3, -1, -1});
  for (std::size_t layer = 0; layer < 4; ++layer) {
    maps = (classifier.body->begin() + static_cast<std::ptrdiff_t>(layer))->forward(maps);
  }
  const auto mean = maps.mean({2, 3});
  const auto deviation = (maps - maps.mean({2, 3}, true)).square().mean({2, 3}).sqrt();
  const auto expected = torch::cat({mean, deviation}, 1);
  ASSERT_EQ(outputs.at("middle").sizes(), expected.sizes());
  EXPECT_LE((outputs.at("middle") - expected).abs().max().item<double>(), 1e-5);
}

TEST(Depths, OfANetworkThatNeverShrinksAreOfItsActivations) {
  OnnxGraph graph;
  graph.input = "image";
  graph.nodes.emplace_back().set_op_type("Identity");
  graph.nodes.back().set_name("only");
  graph.nodes.back().add_input("image");
  graph.nodes.back().add_output("activations");
  graph.sizes = {{"image", {2, 3, 5, 5}}, {"activations", {2, 3, 5, 5}}};
  add_depths(graph);
  EXPECT_EQ(graph.outputs, (std::vector<std::string>{"early", "middle"}));
  EXPECT_EQ(graph.sizes.at("early"), (std::vector<std::int64_t>{2, 6}));
  EXPECT_EQ(graph.sizes.at("middle"), (std::vector<std::int64_t>{2, 6}));
}

TEST(Depths, OfTheNetworksShrinkTwiceOnTheWayToTheActivations) {
  for (const auto* name : {"mobilenet_v2", "densenet121"}) {
    NetworkSpec spec;
    spec.name = name;
    spec.size_pixels = 64;
    auto graph = lower_classifier(make_classifier(spec).value(), 64).value();
    fold_batch_norms(graph);
    add_depths(graph);
    const auto height = [&](const std::string& output) {
      std::string maps = output;  // back from the output to the maps that it is of
      for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
        if (node->output(0) == maps && graph.sizes.at(output).size() == 2) maps = node->input(0);
        const auto sizes = graph.sizes.find(maps);
        if (sizes != graph.sizes.end() && sizes->second.size() == 4) return sizes->second[2];
      }
      return std::int64_t{0};
    };
    EXPECT_EQ(graph.sizes.at("activations")[2], 2) << name;
    EXPECT_EQ(height("middle"), 4) << name;
    EXPECT_EQ(height("early"), 8) << name;
  }
}

}  // namespace
}  // namespace chestlens
