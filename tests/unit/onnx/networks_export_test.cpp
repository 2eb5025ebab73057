#include "bundle/runtime.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "networks/network_table.hpp"
#include "onnx/certificate.hpp"
#include "onnx/export.hpp"
#include "test_classifiers.hpp"

#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>
#include <torch/torch.h>

#include <algorithm>

namespace chestlens {
namespace {

/// Films like those that a certificate compares, [N,1,S,S].
torch::Tensor generated_films(std::int64_t count, int size_pixels, std::uint64_t first_seed) {
  std::vector<torch::Tensor> films;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto film = generated_image(size_pixels, first_seed + static_cast<std::uint64_t>(i));
    films.push_back(torch::tensor(film.pixels).reshape({1, size_pixels, size_pixels}));
  }
  return torch::stack(films);
}

/// Makes what residual blocks add small (Goyal 2017, 5.1, begins at zero). Undamped, thirty blocks
/// of random weights amplify rounding a thousandfold: LibTorch's own float32 then lies further from
/// float64 than the certificate's limit, and ONNX Runtime's no further.
void damp_residual_blocks(torch::nn::Module& module) {
  for (auto& parameter : module.named_parameters()) {
    const auto& name = parameter.key();
    if (name.ends_with(".bn3.weight") || name.ends_with(".extension.norm.weight")) {
      parameter.value().fill_(0.2);
    }
  }
}

/// A network whose norms have seen films of the kind it is asked about: maps and logits are of the
/// size of a trained network's, which they are not by far where the statistics are of other images.
Classifier calibrated(const NetworkSpec& spec) {
  torch::manual_seed(31);
  auto classifier = make_classifier(spec);
  if (!classifier) throw std::runtime_error(to_string(classifier.error()));
  const torch::NoGradGuard no_grad;
  damp_residual_blocks(*classifier->module);
  classifier->module->train();
  for (std::uint64_t pass = 0; pass < 20; ++pass) {
    forward(*classifier, generated_films(8, spec.size_pixels, 100 + 8 * pass));
  }
  classifier->module->eval();
  return *classifier;
}

void expect_certificate(const NetworkSpec& spec) {
  const auto classifier = calibrated(spec);
  const auto model = export_model(classifier, spec.size_pixels);
  ASSERT_TRUE(model) << to_string(model.error());
  const auto text = serialize(*model);
  const auto session = OnnxSession::open(std::as_bytes(std::span(text)), spec.name, 1);
  ASSERT_TRUE(session) << to_string(session.error());
  const auto parity = certify(classifier, *session, {});
  ASSERT_TRUE(parity) << to_string(parity.error());
  EXPECT_GT(parity->max_logit_difference + parity->max_heatmap_difference, 0.0)
      << "two implementations that never differ by a bit are not two";
  std::cout << "logits differ by at most " << parity->max_logit_difference << ", heat-maps by "
            << parity->max_heatmap_difference << " of their maximum\n";
}

class EveryNetworkExports : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Table, EveryNetworkExports, testing::ValuesIn(network_names()),
                         [](const auto& info) { return info.param; });

TEST_P(EveryNetworkExports, AndItsCertificateHolds) {
  expect_certificate({.name = GetParam(), .size_pixels = 64});
}

TEST(NetworksExport, WithPublishedHeadsToo) {
  for (const std::string name : {"mobilenet_v2", "densenet121"}) {
    expect_certificate(
        {.name = name, .classes = 10, .head = HeadKind::published, .size_pixels = 64});
  }
}

TEST(NetworksExport, WithTensorFlowsPaddingSpelledOut) {
  const NetworkSpec spec{
      .name = "mobilenet_v2", .input_channels = 1, .tensorflow_padding = true, .size_pixels = 72};
  expect_certificate(spec);
  const auto model = export_model(calibrated(spec), spec.size_pixels).value();
  const auto count = [&](const std::string& op) {
    const auto& nodes = model.graph().node();
    return std::count_if(nodes.begin(), nodes.end(),
                         [&](const auto& node) { return node.op_type() == op; });
  };
  EXPECT_EQ(count("Pad"), 5);
  EXPECT_EQ(count("Expand"), 2) << "of max_weights and logit_bias to the batch, none of channels";
}

TEST(NetworksExport, RefusesCovidNetAtAnotherSizeThanItsHeads) {
  const auto classifier = calibrated({.name = "covid_net_small", .size_pixels = 64});
  const auto model = export_model(classifier, 96);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace chestlens
