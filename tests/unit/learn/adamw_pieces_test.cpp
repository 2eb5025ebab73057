#include "learn/adamw_pieces.hpp"

#include "learn/adamw_gpu.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

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
      adamw_part(piece, groups.data(), thread, threads);
    }
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    EXPECT_FALSE(torch::equal(found[i].parameter, given[i].parameter)) << i;
    EXPECT_TRUE(torch::equal(found[i].parameter, expected[i].parameter)) << i;
    EXPECT_TRUE(torch::equal(found[i].first, expected[i].first)) << i;
    EXPECT_TRUE(torch::equal(found[i].second, expected[i].second)) << i;
  }
}

}  // namespace
}  // namespace chestlens
