#include "networks/torchscript.hpp"

#include "io/guarded.hpp"
#include "networks/classifier.hpp"
#include "networks/eval_mode.hpp"
#include "networks/without_gradients.hpp"

#include <fmt/format.h>
#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/script.h>
#include <torch/torch.h>

#include <memory>
#include <sstream>
#include <utility>

namespace chestlens {
namespace {

using Units = std::shared_ptr<torch::jit::CompilationUnit>;

/// A module of the same parts, parameters and buffers, which share their memory.
torch::jit::Module twin_of(const torch::nn::Module& module, const Units& units) {
  torch::jit::Module twin("__torch__.chestlens.Module", units, /*shouldMangle=*/true);
  for (const auto& entry : module.named_parameters(/*recurse=*/false)) {
    twin.register_parameter(entry.key(), entry.value(), /*is_buffer=*/false);
  }
  for (const auto& entry : module.named_buffers(/*recurse=*/false)) {
    twin.register_buffer(entry.key(), entry.value());
  }
  for (const auto& child : module.named_children()) {
    twin.register_module(child.key(), twin_of(*child.value(), units));
  }
  twin.register_attribute("training", c10::BoolType::get(), false);
  return twin;
}

/// The twin with a method `forward` as it was recorded on images of this size.
torch::jit::Module traced(const Classifier& classifier, const torch::Tensor& example) {
  auto twin = twin_of(*classifier.module, std::make_shared<torch::jit::CompilationUnit>());
  const auto forward_pass = [&](torch::jit::Stack inputs) {
    return torch::jit::Stack{forward(classifier, inputs.at(0).toTensor()).logits};
  };
  const auto no_names = [](const torch::Tensor&) { return std::string(); };
  const auto state = torch::jit::tracer::trace({example}, forward_pass, no_names, /*strict=*/true,
                                               /*force_outplace=*/true, &twin, {"image"})
                         .first;
  twin.type()->addMethod(twin._ivalue()->compilation_unit()->create_function(
      c10::QualifiedName(*twin.type()->name(), "forward"), state->graph));
  return twin;
}

/// Generated images, of another number than was traced: noise about several grey levels.
torch::Tensor images_to_compare(int size_pixels) {
  constexpr std::int64_t films = 3;
  const auto size = std::int64_t{size_pixels};
  const auto places = torch::arange(films * size * size, torch::kFloat32);
  return (places * 0.618034F).frac().view({films, 1, size, size}) *
         torch::tensor({0.2F, 0.6F, 1.0F}).view({films, 1, 1, 1});
}

Status check_read_back(const Classifier& classifier, const std::string& bytes, int size_pixels) {
  constexpr double limit = 1e-6;
  std::istringstream stream(bytes);
  auto module = torch::jit::load(stream);
  const auto images = images_to_compare(size_pixels);
  const auto expected = forward(classifier, images).logits;
  const auto found = module.forward({images}).toTensor();
  const double largest = std::max(1.0, expected.abs().max().item<double>());
  const double difference = (found - expected).abs().max().item<double>();
  if (difference <= limit * largest) return {};
  return fail(ErrorCode::mismatch,
              fmt::format("the module read back gives logits that differ by {:.3g} (limit {:.3g})",
                          difference, limit * largest));
}

}  // namespace

Result<std::string> to_torchscript(const Classifier& classifier, int size_pixels) {
  const EvalMode eval(*classifier.module);
  const WithoutGradients without_gradients(*classifier.module);
  const torch::NoGradGuard no_grad;
  return guarded("TorchScript of " + classifier.spec.name, [&]() -> Result<std::string> {
    const auto example = torch::zeros({2, 1, size_pixels, size_pixels});
    std::ostringstream stream;
    traced(classifier, example).save(stream);
    const std::string bytes = std::move(stream).str();
    CHESTLENS_CHECK(check_read_back(classifier, bytes, size_pixels));
    return bytes;
  });
}

}  // namespace chestlens
