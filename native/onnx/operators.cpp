#include "onnx/lowering.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <limits>
#include <utility>

// One function an operator. Positions of arguments are those of LibTorch's
// native_functions.yaml; attributes are those of ONNX's opset 13.

namespace chestlens {
namespace {

using torch::jit::Node;
using Integers = std::vector<std::int64_t>;

/// LibTorch's one number for all dimensions, spelled out.
Integers two(Integers values) {
  if (values.size() == 1) values.push_back(values[0]);
  TORCH_CHECK(values.size() == 2, "only images of two dimensions are exported");
  return values;
}

/// LibTorch pads both sides alike; ONNX wants the beginnings, then the ends.
Integers both_sides(const Integers& padding) {
  return {padding[0], padding[1], padding[0], padding[1]};
}

std::size_t position(std::int64_t dimension, std::size_t rank) {
  const auto wrapped = dimension < 0 ? dimension + static_cast<std::int64_t>(rank) : dimension;
  TORCH_CHECK(wrapped > 0 && wrapped < static_cast<std::int64_t>(rank),
              "it must leave the batch dimension alone");
  return static_cast<std::size_t>(wrapped);
}

/// _convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups,
/// ...): what every spelling of a convolution is traced as.
void convolution(Lowering& lowering, const Node& node) {
  const auto kernel = sizes(*node.input(1));
  TORCH_CHECK(kernel.size() == 4, "only convolutions of images are exported");
  TORCH_CHECK(!boolean(node, 6), "transposed convolutions are not exported");
  std::vector<std::string> inputs{name_of(lowering, *node.input(0)),
                                  name_of(lowering, *node.input(1))};
  if (!is_none(node, 2)) inputs.push_back(name_of(lowering, *node.input(2)));
  emit(lowering, node, "Conv", inputs,
       {{"kernel_shape", Integers{kernel[2], kernel[3]}},
        {"strides", two(integers(node, 3))},
        {"pads", both_sides(two(integers(node, 4)))},
        {"dilations", two(integers(node, 5))},
        {"group", integer(node, 8)}});
}

/// batch_norm(input, weight, bias, mean, variance, training, momentum, eps, ...).
void batch_norm(Lowering& lowering, const Node& node) {
  TORCH_CHECK(!boolean(node, 5), "it must be in eval mode");
  const auto mean = constant(lowering, *node.input(3));
  const auto weight =
      is_none(node, 1) ? torch::ones_like(mean) : constant(lowering, *node.input(1));
  const auto bias = is_none(node, 2) ? torch::zeros_like(mean) : constant(lowering, *node.input(2));
  emit(lowering, node, "BatchNormalization",
       {name_of(lowering, *node.input(0)), add_weight(lowering, weight, "scale"),
        add_weight(lowering, bias, "shift"), name_of(lowering, *node.input(3)),
        name_of(lowering, *node.input(4))},
       {{"epsilon", static_cast<float>(number(node, 7))}});
}

void relu(Lowering& lowering, const Node& node) {
  emit(lowering, node, "Relu", {name_of(lowering, *node.input(0))});
}

void clip(Lowering& lowering, const Node& node, double low, double high) {
  const auto bound = [&](double value) {
    return add_constant(lowering.graph, "bound", torch::scalar_tensor(value, torch::kFloat32));
  };
  emit(lowering, node, "Clip", {name_of(lowering, *node.input(0)), bound(low), bound(high)});
}

/// hardtanh(input, low, high) and clamp(input, low?, high?).
void clamp(Lowering& lowering, const Node& node) {
  constexpr double largest = std::numeric_limits<float>::max();
  clip(lowering, node, is_none(node, 1) ? -largest : number(node, 1),
       is_none(node, 2) ? largest : number(node, 2));
}

void relu6(Lowering& lowering, const Node& node) {
  clip(lowering, node, 0.0, 6.0);
}

/// Arithmetic on two tensors, or a tensor and a constant.
template <const char* op>
void binary(Lowering& lowering, const Node& node) {
  emit(lowering, node, op, {name_of(lowering, *node.input(0)), name_of(lowering, *node.input(1))});
}

constexpr char onnx_add[] = "Add";
constexpr char onnx_sub[] = "Sub";
constexpr char onnx_mul[] = "Mul";
constexpr char onnx_div[] = "Div";

/// add, sub(input, other, alpha).
template <const char* op>
void scaled_binary(Lowering& lowering, const Node& node) {
  TORCH_CHECK(number(node, 2) == 1.0, "alpha must be 1");
  binary<op>(lowering, node);
}

/// rsub(input, other, alpha) is other - alpha * input.
void rsub(Lowering& lowering, const Node& node) {
  TORCH_CHECK(number(node, 2) == 1.0, "alpha must be 1");
  emit(lowering, node, "Sub",
       {name_of(lowering, *node.input(1)), name_of(lowering, *node.input(0))});
}

/// div(input, other[, rounding_mode]).
void div(Lowering& lowering, const Node& node) {
  TORCH_CHECK(node.inputs().size() == 2 || is_none(node, 2), "rounding is not exported");
  binary<onnx_div>(lowering, node);
}

/// cat(tensors, dimension).
void cat(Lowering& lowering, const Node& node) {
  TORCH_CHECK(node.input(0)->node()->kind() == c10::prim::ListConstruct,
              "it joins a computed list");
  std::vector<std::string> inputs;
  for (const auto* part : node.input(0)->node()->inputs()) {
    inputs.push_back(name_of(lowering, *part));
  }
  const auto axis = position(integer(node, 1), sizes(*node.output()).size());
  emit(lowering, node, "Concat", inputs, {{"axis", static_cast<std::int64_t>(axis)}});
}

/// A pool's stride is its kernel where it is not given.
Integers stride_or(const Node& node, std::size_t i, const Integers& kernel) {
  const auto stride = integers(node, i);
  return stride.empty() ? kernel : two(stride);
}

/// max_pool2d(input, kernel, stride, padding, dilation, ceil_mode).
void max_pool2d(Lowering& lowering, const Node& node) {
  TORCH_CHECK(!boolean(node, 5), "ceil_mode is not exported");
  const auto kernel = two(integers(node, 1));
  emit(lowering, node, "MaxPool", {name_of(lowering, *node.input(0))},
       {{"kernel_shape", kernel},
        {"strides", stride_or(node, 2, kernel)},
        {"pads", both_sides(two(integers(node, 3)))},
        {"dilations", two(integers(node, 4))}});
}

/// avg_pool2d(input, kernel, stride, padding, ceil_mode, count_include_pad, divisor).
void avg_pool2d(Lowering& lowering, const Node& node) {
  TORCH_CHECK(!boolean(node, 4), "ceil_mode is not exported");
  TORCH_CHECK(is_none(node, 6), "divisor_override is not exported");
  const auto kernel = two(integers(node, 1));
  emit(lowering, node, "AveragePool", {name_of(lowering, *node.input(0))},
       {{"kernel_shape", kernel},
        {"strides", stride_or(node, 2, kernel)},
        {"pads", both_sides(two(integers(node, 3)))},
        {"count_include_pad", std::int64_t{boolean(node, 5)}}});
}

/// A pool to a fixed size: global, or with equal windows.
void adaptive_pool(Lowering& lowering, const Node& node, const std::string& kind) {
  const auto input = sizes(*node.input(0));
  const auto output = two(integers(node, 1));
  const auto name = name_of(lowering, *node.input(0));
  if (output == Integers{1, 1}) {
    emit(lowering, node, "Global" + kind + "Pool", {name});
    return;
  }
  TORCH_CHECK(input[2] % output[0] == 0 && input[3] % output[1] == 0, "an input of ", input[2],
              " x ", input[3], " does not divide into ", output[0], " x ", output[1]);
  const Integers window{input[2] / output[0], input[3] / output[1]};
  emit(lowering, node, kind + "Pool", {name},
       {{"kernel_shape", window}, {"strides", window}, {"pads", Integers{0, 0, 0, 0}}});
}

void adaptive_avg_pool2d(Lowering& lowering, const Node& node) {
  adaptive_pool(lowering, node, "Average");
}

void adaptive_max_pool2d(Lowering& lowering, const Node& node) {
  TORCH_CHECK(!node.output(1)->hasUses(), "the maxima's positions are not exported");
  adaptive_pool(lowering, node, "Max");
}

/// flatten(input, first, last).
void flatten(Lowering& lowering, const Node& node) {
  const auto rank = sizes(*node.input(0)).size();
  TORCH_CHECK(rank >= 2 && position(integer(node, 1), rank) == 1 &&
                  position(integer(node, 2), rank) == rank - 1,
              "all but the batch dimension must be flattened");
  emit(lowering, node, "Flatten", {name_of(lowering, *node.input(0))}, {{"axis", std::int64_t{1}}});
}

/// A view of a weight; linear layers written as t, matmul have it.
void transpose(Lowering& lowering, const Node& node) {
  TORCH_CHECK(is_constant(lowering, *node.input(0)), "only weights are transposed");
  lowering.constants[node.output()] = constant(lowering, *node.input(0)).t();
}

/// input [N,in] times `weight` [out,in], as it is stored, plus bias [out].
void gemm(Lowering& lowering, const Node& node, const torch::jit::Value& input,
          const torch::Tensor& weight, const torch::jit::Value* bias) {
  TORCH_CHECK(sizes(input).size() == 2 && weight.dim() == 2,
              "only [N,K] times a weight is exported");
  std::vector<std::string> inputs{name_of(lowering, input), add_weight(lowering, weight, "weight")};
  if (bias != nullptr) inputs.push_back(name_of(lowering, *bias));
  emit(lowering, node, "Gemm", inputs, {{"transB", std::int64_t{1}}});
}

/// matmul, mm(input, weight).
void matmul(Lowering& lowering, const Node& node) {
  gemm(lowering, node, *node.input(0), constant(lowering, *node.input(1)).t(), nullptr);
}

/// addmm(bias, input, weight, beta, alpha).
void addmm(Lowering& lowering, const Node& node) {
  TORCH_CHECK(number(node, 3) == 1.0 && number(node, 4) == 1.0, "alpha and beta must be 1");
  gemm(lowering, node, *node.input(1), constant(lowering, *node.input(2)).t(), node.input(0));
}

/// linear(input, weight, bias?).
void linear(Lowering& lowering, const Node& node) {
  gemm(lowering, node, *node.input(0), constant(lowering, *node.input(1)),
       is_none(node, 2) ? nullptr : node.input(2));
}

std::string add_integers(Lowering& lowering, const std::string& name, const Integers& values) {
  return add_constant(lowering.graph, name, torch::tensor(values, torch::kInt64));
}

/// expand(input, sizes, implicit): dimensions of one are repeated.
void expand(Lowering& lowering, const Node& node) {
  const auto from = sizes(*node.input(0));
  auto to = sizes(*node.output());
  TORCH_CHECK(from.size() == to.size() && from[0] == to[0],
              "it must leave the batch dimension alone");
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] == from[i]) to[i] = 1;  // ONNX's Expand: 1 keeps the input's size
  }
  emit(lowering, node, "Expand",
       {name_of(lowering, *node.input(0)), add_integers(lowering, "shape", to)});
}

/// repeat(input, repeats).
void repeat(Lowering& lowering, const Node& node) {
  const auto repeats = integers(node, 1);
  TORCH_CHECK(repeats.size() == sizes(*node.input(0)).size() && repeats[0] == 1,
              "it must leave the batch dimension alone");
  emit(lowering, node, "Tile",
       {name_of(lowering, *node.input(0)), add_integers(lowering, "repeats", repeats)});
}

/// dropout(input, probability, training) does nothing in eval mode.
void dropout(Lowering& lowering, const Node& node) {
  TORCH_CHECK(!boolean(node, 2), "it must be in eval mode");
  lowering.names[node.output()] = name_of(lowering, *node.input(0));
}

/// LibTorch lists (begin, end) from the last dimension back; ONNX all beginnings, then all ends.
void pad_with(Lowering& lowering, const Node& node, double value) {
  const auto given = integers(node, 1);
  const auto rank = sizes(*node.input(0)).size();
  TORCH_CHECK(given.size() / 2 < rank, "it must leave the batch dimension alone");
  TORCH_CHECK(std::all_of(given.begin(), given.end(), [](auto pad) { return pad >= 0; }),
              "cropping is not exported");
  Integers pads(2 * rank, 0);
  for (std::size_t i = 0; i < given.size() / 2; ++i) {
    pads[rank - 1 - i] = given[2 * i];
    pads[2 * rank - 1 - i] = given[2 * i + 1];
  }
  emit(lowering, node, "Pad",
       {name_of(lowering, *node.input(0)), add_integers(lowering, "pads", pads),
        add_constant(lowering.graph, "padding", torch::scalar_tensor(value, torch::kFloat32))});
}

/// constant_pad_nd(input, pads, value).
void constant_pad_nd(Lowering& lowering, const Node& node) {
  pad_with(lowering, node, number(node, 2));
}

/// pad(input, pads, mode, value?).
void pad(Lowering& lowering, const Node& node) {
  TORCH_CHECK(literal(*node.input(2)).toStringRef() == "constant",
              "only constant padding is exported");
  pad_with(lowering, node, is_none(node, 3) ? 0.0 : number(node, 3));
}

/// _pad_enum(input, pads, mode, value?), what torch::nn's padding modules are traced as.
void pad_enum(Lowering& lowering, const Node& node) {
  constexpr std::int64_t onnx_constant =
      3;  // at::padding_mode::constant, whose header is not installed
  TORCH_CHECK(integer(node, 2) == onnx_constant, "only constant padding is exported");
  pad_with(lowering, node, is_none(node, 3) ? 0.0 : number(node, 3));
}

}  // namespace

const std::map<std::string_view, LoweringFunction>& lowering_table() {
  static const std::map<std::string_view, LoweringFunction> table{
      {"aten::_convolution", convolution},
      {"aten::_pad_enum", pad_enum},
      {"aten::adaptive_avg_pool2d", adaptive_avg_pool2d},
      {"aten::adaptive_max_pool2d", adaptive_max_pool2d},
      {"aten::add", scaled_binary<onnx_add>},
      {"aten::addmm", addmm},
      {"aten::avg_pool2d", avg_pool2d},
      {"aten::batch_norm", batch_norm},
      {"aten::cat", cat},
      {"aten::clamp", clamp},
      {"aten::constant_pad_nd", constant_pad_nd},
      {"aten::div", div},
      {"aten::dropout", dropout},
      {"aten::expand", expand},
      {"aten::flatten", flatten},
      {"aten::hardtanh", clamp},
      {"aten::linear", linear},
      {"aten::matmul", matmul},
      {"aten::max_pool2d", max_pool2d},
      {"aten::mm", matmul},
      {"aten::mul", binary<onnx_mul>},
      {"aten::pad", pad},
      {"aten::relu", relu},
      {"aten::relu6", relu6},
      {"aten::repeat", repeat},
      {"aten::rsub", rsub},
      {"aten::sub", scaled_binary<onnx_sub>},
      {"aten::t", transpose},
  };
  return table;
}

}  // namespace chestlens
