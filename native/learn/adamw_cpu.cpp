#include "learn/adamw_cpu.hpp"

#include <ATen/TensorIterator.h>
#include <torch/torch.h>

#include <cstddef>
#include <cstdint>

namespace chestlens {
namespace {

constexpr std::int64_t fewest_pieces_of_a_thread = 8;

void update(const AdamwPiece& piece, std::span<const AdamwStep> groups) {
  adamw_update(groups[static_cast<std::size_t>(piece.group)], static_cast<std::size_t>(piece.count),
               piece.parameter, piece.gradient, piece.first, piece.second);
}

}  // namespace

// An at::parallel_for compiled here would run on one thread without OpenMP's flag, and with it
// might bring a second runtime beside the one that a wheel of PyTorch carries. A loop over a tensor
// is shared out by LibTorch itself.
void adamw_on_cpu(std::span<const AdamwPiece> pieces, std::span<const AdamwStep> groups) {
  torch::Tensor numbers = torch::arange(std::ssize(pieces), torch::kInt64);
  auto iterator = at::TensorIterator::nullary_op(numbers);
  const auto one_after_another = [&](char** data, const std::int64_t* strides, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
      const char* const number = data[0] + i * strides[0];
      update(pieces[static_cast<std::size_t>(*reinterpret_cast<const std::int64_t*>(number))],
             groups);
    }
  };
  iterator.for_each(one_after_another, fewest_pieces_of_a_thread);
}

}  // namespace chestlens
