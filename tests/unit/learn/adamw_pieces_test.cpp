#include "learn/adamw_pieces.hpp"

#include "learn/adamw_gpu.hpp"
#include "learn/optimizer.hpp"
#include "networks/classifier.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <limits>
#include <vector>

namespace chestlens {
namespace {

struct Weights {
  explicit Weights(const std::vector<std::int64_t>& shape)
      : parameter(torch::randn(shape)),
        gradient(torch::randn(shape)),
        first(torch::randn(shape)),
        second(torch::rand(shape)) {}
  Weights(const Weights& other)
      : parameter(other.parameter.clone()),
        gradient(other.gradient.clone()),
        first(other.first.clone()),
        second(other.second.clone()) {}

  torch::Tensor parameter, gradient, first, second;
};

// A kernel's threads, one after another: the table's pieces cover each element once, by the numbers
// of its group, to the bits of the CPU's loop.
TEST(AdamwPieces, DoWhatTheCpusLoopDoes) {
  torch::manual_seed(5);
  const std::vector<AdamwStep> groups{{.kept = 0.999F, .rate = 0.1F},
                                      {.kept_first = 0.85F, .new_first = 0.15F, .rate = 0.01F}};
  const std::vector<Weights> given{Weights({70, 33, 3, 3}), Weights({longest_adamw_piece}),
                                   Weights({1}), Weights({3, longest_adamw_piece + 1})};
  std::vector<Weights> expected = given, found = given;
  std::vector<AdamwPiece> pieces;
  for (std::size_t i = 0; i < given.size(); ++i) {
    Weights& e = expected[i];
    adamw_update(groups[i % 2], static_cast<std::size_t>(e.parameter.numel()),
                 e.parameter.data_ptr<float>(), e.gradient.data_ptr<float>(),
                 e.first.data_ptr<float>(), e.second.data_ptr<float>());
    add_pieces(pieces, static_cast<std::int64_t>(i % 2), found[i].parameter, found[i].gradient,
               found[i].first, found[i].second);
  }
  EXPECT_EQ(pieces.size(), 2U + 1U + 1U + 4U);
  constexpr std::int64_t threads = 256;
  for (const AdamwPiece& piece : pieces) {
    EXPECT_LE(piece.count, longest_adamw_piece);
    for (std::int64_t thread = 0; thread < threads; ++thread) {
      adamw_part(piece, groups.data(), nullptr, thread, threads);
    }
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    EXPECT_FALSE(torch::equal(found[i].parameter, given[i].parameter)) << i;
    EXPECT_TRUE(torch::equal(found[i].parameter, expected[i].parameter)) << i;
    EXPECT_TRUE(torch::equal(found[i].first, expected[i].first)) << i;
    EXPECT_TRUE(torch::equal(found[i].second, expected[i].second)) << i;
  }
}

// A kernel is told of skipped steps by numbers alone: those that are taken are the steps that an
// optimizer takes that was never asked for the others.
TEST(AdamwPieces, StepsThatAreSkippedLeaveNoTrace) {
  torch::manual_seed(5);
  const std::vector<bool> skipped{true, true, false, true, false, false, true, false};
  Weights expected({40, 30});
  Weights found = expected;
  for (Weights* weights : {&expected, &found}) weights->first.zero_(), weights->second.zero_();
  const auto numbers = [](double beta1, double steps) {
    return AdamwStep{
        .kept_first = static_cast<float>(beta1),
        .new_first = static_cast<float>(1.0 - beta1),
        .rate = static_cast<float>(0.1 / (1.0 - std::pow(beta1, steps))),
        .second_scale = static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(0.999, steps)))};
  };
  std::vector<AdamwPiece> pieces;
  add_pieces(pieces, 0, found.parameter, found.gradient, found.first, found.second);
  auto before = torch::zeros({}, torch::kFloat64);
  std::int64_t tried = 0, taken = 0;
  for (const bool skip : skipped) {
    const double beta1 = 0.95 - 0.01 * static_cast<double>(tried);
    const auto flag = torch::full({}, skip ? 1.0 : 0.0, torch::kFloat32);
    const auto skips = adamw_skips(beta1, 0.999, ++tried, flag, before);
    before = before + flag;
    expected.gradient.normal_();
    found.gradient.copy_(expected.gradient);
    if (skip) found.gradient.fill_(std::numeric_limits<float>::infinity());
    const AdamwStep step = numbers(beta1, static_cast<double>(tried));
    ASSERT_EQ(skips.numel() * 4, static_cast<std::int64_t>(sizeof(AdamwSkips)));
    adamw_part(pieces.at(0), &step, static_cast<const AdamwSkips*>(skips.data_ptr()), 0, 1);
    if (skip) continue;
    adamw_update(numbers(beta1, static_cast<double>(++taken)), 1200,
                 expected.parameter.data_ptr<float>(), expected.gradient.data_ptr<float>(),
                 expected.first.data_ptr<float>(), expected.second.data_ptr<float>());
  }
  EXPECT_TRUE(torch::equal(found.first, expected.first));
  EXPECT_TRUE(torch::equal(found.second, expected.second));
  EXPECT_TRUE(torch::allclose(found.parameter, expected.parameter, 1e-5, 1e-6));
}

// A loss scale under which nothing overflows changes no bit.
TEST(AdamwPieces, WithoutASkipTheFactorsAreOne) {
  const auto none = torch::zeros({}, torch::kFloat32);
  for (std::int64_t steps = 1; steps < 5000; steps += 7) {
    const auto skips = adamw_skips(0.9, 0.999, steps, none, torch::zeros({}, torch::kFloat64));
    EXPECT_TRUE(torch::equal(skips, torch::tensor({0.0F, 1.0F, 1.0F}))) << steps;
  }
}

// No multiply-add is contracted on either side, and roots and quotients are rounded rightly.
TEST(AdamwPieces, OnCudaTheStepHasTheCpusBits) {
  if (!torch::cuda::is_available() || !has_adamw_kernel()) GTEST_SKIP() << "no CUDA device";
  torch::manual_seed(6);
  const NetworkSpec spec{.name = "mobilenet_v2", .size_pixels = 64};
  const auto here = make_classifier(spec).value();
  const auto there = make_classifier(spec).value();
  there.module->to(torch::kCUDA);
  const auto ours = here.module->parameters(), theirs = there.module->parameters();
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < ours.size(); ++i) torch::Tensor(theirs[i]).copy_(ours[i]);
  Optimizer on_cpu = make_optimizer(here, OptimizerKind::adamw, 0.01);
  Optimizer on_gpu = make_optimizer(there, OptimizerKind::adamw, 0.01);
  for (Optimizer* optimizer : {&on_cpu, &on_gpu})
    set_rates(*optimizer, {.low = 1e-4, .high = 1e-2});
  for (int number = 0; number < 5; ++number) {
    for (std::size_t i = 0; i < ours.size(); ++i) {
      torch::Tensor(ours[i]).mutable_grad() = torch::randn_like(ours[i]);
      torch::Tensor(theirs[i]).mutable_grad() = ours[i].grad().to(torch::kCUDA);
    }
    step(on_cpu, {0.5, 0.9 - 0.01 * number});
    step(on_gpu, {0.5, 0.9 - 0.01 * number}, torch::zeros({}, torch::kCUDA));
  }
  step(on_gpu, {0.5, 0.9}, torch::ones({}, torch::kCUDA));  // skipped
  EXPECT_EQ(on_gpu.steps, 6);
  EXPECT_EQ(steps_taken(on_gpu), 5);
  EXPECT_TRUE(on_gpu.table);
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_TRUE(torch::equal(theirs[i].cpu(), ours[i])) << i;
  }
}

}  // namespace
}  // namespace chestlens
