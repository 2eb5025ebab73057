#include "onnx_graph.hpp"
#include "protobuf.hpp"

#include <chestlens/bootstrap.hpp>
#include <chestlens/shuffled_model.hpp>

#include <algorithm>
#include <cmath>
#include <random>

namespace chestlens {
namespace {

using Bytes = std::span<const std::byte>;

/// A tensor's values as its raw data.
struct RawTensor {
  int sides = 0;
  std::size_t value_bytes = 0;  // 0 of other types than float32 and float16
  Bytes values;
};

Result<RawTensor> view_tensor(Bytes tensor) {
  constexpr std::uint64_t float32 = 1, float16 = 10;
  RawTensor raw;
  CHESTLENS_CHECK(visit_fields(tensor, [&](const ProtobufField& field) -> Status {
    if (field.number == 1 && field.type == WireType::varint) ++raw.sides;  // dims
    if (field.number == 1 && field.type == WireType::bytes) {              // dims, packed
      raw.sides += static_cast<int>(std::ranges::count_if(
          field.bytes, [](std::byte b) { return std::to_integer<int>(b) < 0x80; }));
    }
    if (field.number == 2) {
      raw.value_bytes = field.value == float32 ? 4 : field.value == float16 ? 2 : 0;
    }
    if (field.number == 9) raw.values = field.bytes;
    return {};
  }));
  return raw;
}

/// The body's matrices and kernels in the order in which they are used.
Result<std::vector<RawTensor>> body_weights(const OnnxGraphView& graph) {
  std::vector<RawTensor> weights;
  std::set<std::string> seen;
  for (const OnnxNodeView* node : part_that_makes(graph, "activations", "").nodes) {
    for (const std::string& input : node->inputs) {
      const auto weight = graph.weights.find(input);
      if (weight == graph.weights.end() || !seen.insert(input).second) continue;
      CHESTLENS_TRY(const auto raw, view_tensor(weight->second));
      if (raw.sides >= 2 && raw.value_bytes > 0 && raw.values.size() > raw.value_bytes) {
        weights.push_back(raw);
      }
    }
  }
  return weights;
}

}  // namespace

Result<std::vector<std::byte>> shuffle_last_weights(Bytes model, double share, std::uint64_t seed) {
  CHESTLENS_TRY(const auto graph, view_onnx_graph(model));
  CHESTLENS_TRY(const auto weights, body_weights(graph));
  if (weights.empty()) {
    return fail(ErrorCode::unsupported, "no weights make the activations", "the model's body");
  }
  const double wanted = std::round(share * static_cast<double>(weights.size()));
  const auto count =
      static_cast<std::size_t>(std::clamp(wanted, 1.0, static_cast<double>(weights.size())));
  std::vector<std::byte> shuffled(model.begin(), model.end());
  std::mt19937_64 random(seed);
  for (const RawTensor& weight : std::span(weights).last(count)) {
    const std::span values = std::span(shuffled).subspan(
        static_cast<std::size_t>(weight.values.data() - model.data()), weight.values.size());
    const std::size_t bytes = weight.value_bytes;
    for (std::size_t i = values.size() / bytes; i > 1; --i) {
      const std::size_t other = draw_index(i, random);
      std::swap_ranges(values.begin() + static_cast<std::ptrdiff_t>((i - 1) * bytes),
                       values.begin() + static_cast<std::ptrdiff_t>(i * bytes),
                       values.begin() + static_cast<std::ptrdiff_t>(other * bytes));
    }
  }
  return shuffled;
}

}  // namespace chestlens
