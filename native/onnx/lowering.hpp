#pragma once

#include "networks/trace.hpp"
#include "onnx/graph.hpp"

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/ir/ir.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chestlens {

/// The state of lower(): what traced values have become so far.
struct Lowering {
  const Trace& trace;
  OnnxGraph graph;
  std::unordered_map<const torch::jit::Value*, std::string> names;        // computed values
  std::unordered_map<const torch::jit::Value*, torch::Tensor> constants;  // weights made of weights
};

/// Appends the ONNX nodes of a traced operator. LibTorch's accessors throw c10::Error on an
/// argument of an unexpected kind; a use that has no ONNX counterpart is refused in the same way,
/// by TORCH_CHECK.
using LoweringFunction = void (*)(Lowering&, const torch::jit::Node&);

/// Lowerings by LibTorch's name of the operator, e.g. "aten::relu".
const std::map<std::string_view, LoweringFunction>& lowering_table();

// Readers of arguments, by position. All throw c10::Error.
bool is_none(const torch::jit::Node& node, std::size_t i);
c10::IValue literal(const torch::jit::Value& value);
std::int64_t integer(const torch::jit::Node& node, std::size_t i);
double number(const torch::jit::Node& node, std::size_t i);
bool boolean(const torch::jit::Node& node, std::size_t i);
std::vector<std::int64_t> integers(const torch::jit::Node& node, std::size_t i);

/// Sizes of a traced tensor, at the traced batch.
std::vector<std::int64_t> sizes(const torch::jit::Value& value);

bool is_constant(const Lowering& lowering, const torch::jit::Value& value);

/// A weight, or a number as a tensor without dimensions; float32.
torch::Tensor constant(const Lowering& lowering, const torch::jit::Value& value);

/// The ONNX name of a traced value; a constant becomes an initializer on the first call.
std::string name_of(Lowering& lowering, const torch::jit::Value& value);

/// Adds `tensor` under the name of the weight it is made of, or under `otherwise`.
std::string add_weight(Lowering& lowering, const torch::Tensor& tensor,
                       const std::string& otherwise);

/// Appends an ONNX node whose output is the traced node's first output.
void emit(Lowering& lowering, const torch::jit::Node& node, std::string_view op,
          const std::vector<std::string>& inputs, const std::vector<Attribute>& attributes = {});

}  // namespace chestlens
