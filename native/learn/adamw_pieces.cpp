#include "learn/adamw_pieces.hpp"

#include "learn/adamw_gpu.hpp"

#include <torch/torch.h>

#include <algorithm>

namespace chestlens {

void add_pieces(std::vector<AdamwPiece>& pieces, std::int64_t group, const torch::Tensor& parameter,
                const torch::Tensor& gradient, const torch::Tensor& first,
                const torch::Tensor& second) {
  const std::int64_t elements = parameter.numel();
  for (std::int64_t begin = 0; begin < elements; begin += longest_adamw_piece) {
    pieces.push_back({.parameter = parameter.data_ptr<float>() + begin,
                      .gradient = gradient.data_ptr<float>() + begin,
                      .first = first.data_ptr<float>() + begin,
                      .second = second.data_ptr<float>() + begin,
                      .count = std::min(longest_adamw_piece, elements - begin),
                      .group = group});
  }
}

}  // namespace chestlens
