#include "onnx/lower.hpp"

#include "networks/trace.hpp"
#include "onnx/check.hpp"
#include "onnx/lowering.hpp"
#include "ort_run.hpp"

#include <ATen/TracerMode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <functional>
#include <numeric>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace F = torch::nn::functional;
using torch::Tensor;

struct OperatorCase {
  std::string name;
  std::vector<std::int64_t> sizes;  // of one film's input, without the batch
  std::function<Tensor(const Tensor&)> function;
};

std::ostream& operator<<(std::ostream& stream, const OperatorCase& c) {
  return stream << c.name;
}

std::vector<std::int64_t> with_batch(std::int64_t batch, std::vector<std::int64_t> sizes) {
  sizes.insert(sizes.begin(), batch);
  return sizes;
}

Result<OnnxGraph> lower_function(const OperatorCase& c) {
  const auto trace =
      trace_function([&](const Tensor& x) { return std::vector<Tensor>{c.function(x)}; },
                     torch::rand(with_batch(2, c.sizes)));
  if (!trace) return tl::unexpected(trace.error());
  return lower(*trace, {"y"});
}

/// The same numbers each time, made behind the tracer's back: a constant of the trace.
Tensor weights(const std::vector<std::int64_t>& sizes, double offset = 0.0) {
  const at::tracer::impl::NoTracerDispatchMode untraced;
  const auto count =
      std::accumulate(sizes.begin(), sizes.end(), std::int64_t{1}, std::multiplies());
  return torch::arange(count, torch::kFloat32).mul(0.7).sin().add(offset).reshape(sizes);
}

Tensor channels_last(const Tensor& weight) {
  const at::tracer::impl::NoTracerDispatchMode untraced;
  return weight.contiguous(torch::MemoryFormat::ChannelsLast);
}

// Every operator against LibTorch, in ONNX Runtime, traced at batch 2 and run at 1 and 3.
class Operators : public testing::TestWithParam<OperatorCase> {};

TEST_P(Operators, AgreeWithLibTorch) {
  const auto& c = GetParam();
  torch::manual_seed(7);
  const auto graph = lower_function(c);
  ASSERT_TRUE(graph) << to_string(graph.error());
  const auto model = to_model(*graph);
  const auto checked = check_model(model);
  ASSERT_TRUE(checked) << to_string(checked.error());
  for (const std::int64_t batch : {1, 3}) {
    const auto x = torch::randn(with_batch(batch, c.sizes)) * 3;
    const auto expected = c.function(x);
    const auto actual = ort_run(model, x, /*optimize=*/false).at("y");
    ASSERT_EQ(actual.sizes(), expected.sizes());
    const auto scale = std::max(1.0F, expected.abs().max().item<float>());
    EXPECT_LE((actual - expected).abs().max().item<float>() / scale, 1e-5F) << "batch " << batch;
  }
}

F::Conv2dFuncOptions conv() {
  return {};
}
F::MaxPool2dFuncOptions max_pool(torch::ExpandingArray<2> kernel) {
  return {kernel};
}
F::AvgPool2dFuncOptions avg_pool(torch::ExpandingArray<2> kernel) {
  return {kernel};
}

Tensor batch_norm(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  const auto channels = x.size(1);
  return torch::batch_norm(x, weight, bias, weights({channels}), weights({channels}, 1.5), false,
                           0.1, 1e-3, false);
}

const OperatorCase operator_cases[] = {
    {"conv",
     {3, 9, 11},
     [](const Tensor& x) { return F::conv2d(x, weights({5, 3, 3, 3}), conv()); }},
    {"conv_bias",
     {3, 9, 11},
     [](const Tensor& x) {
       return F::conv2d(x, weights({5, 3, 1, 1}), conv().bias(weights({5})));
     }},
    {"conv_stride_padding",
     {3, 11, 8},
     [](const Tensor& x) {
       return F::conv2d(x, weights({4, 3, 5, 3}), conv().stride({3, 2}).padding({2, 1}));
     }},
    {"conv_dilation",
     {2, 13, 12},
     [](const Tensor& x) {
       return F::conv2d(x, weights({4, 2, 3, 3}), conv().dilation({2, 3}).padding({0, 3}));
     }},
    {"conv_groups",
     {6, 7, 7},
     [](const Tensor& x) {
       return F::conv2d(x, weights({9, 2, 3, 3}), conv().groups(3).padding(1).stride(2));
     }},
    {"conv_depthwise",
     {4, 7, 6},
     [](const Tensor& x) { return F::conv2d(x, weights({8, 1, 3, 3}), conv().groups(4)); }},
    {"conv_channels_last_weight",
     {3, 6, 6},
     [](const Tensor& x) { return F::conv2d(x, channels_last(weights({4, 3, 3, 3})), conv()); }},
    {"batch_norm_images",
     {5, 4, 3},
     [](const Tensor& x) { return batch_norm(x, weights({5}), weights({5}, 1)); }},
    {"batch_norm_vectors",
     {6},
     [](const Tensor& x) { return batch_norm(x, weights({6}), weights({6}, 1)); }},
    {"batch_norm_not_affine", {5, 4, 3}, [](const Tensor& x) { return batch_norm(x, {}, {}); }},
    {"relu", {4, 3}, [](const Tensor& x) { return torch::relu(x); }},
    {"relu_in_place",
     {4, 3},
     [](const Tensor& x) {
       auto y = x + 1;
       return torch::relu_(y);
     }},
    {"hardtanh", {4, 5, 5}, [](const Tensor& x) { return torch::hardtanh(x, -0.5, 2.5); }},
    {"relu6", {4, 5, 5}, [](const Tensor& x) { return F::relu6(x * 4); }},
    {"clamp", {7}, [](const Tensor& x) { return torch::clamp(x, -1.0, 1.5); }},
    {"clamp_low", {7}, [](const Tensor& x) { return torch::clamp(x, 0.25); }},
    {"clamp_high", {7}, [](const Tensor& x) { return torch::clamp(x, torch::nullopt, 0.5); }},
    {"add_tensors", {3, 4}, [](const Tensor& x) { return x + torch::relu(x); }},
    {"add_number", {3, 4}, [](const Tensor& x) { return x + 2; }},
    {"add_constant", {3, 4}, [](const Tensor& x) { return weights({4}) + x; }},
    {"sub_number", {3, 4}, [](const Tensor& x) { return x - 0.485; }},
    {"sub_constant", {3, 4, 2}, [](const Tensor& x) { return x - weights({3, 1, 1}); }},
    {"rsub", {3, 4}, [](const Tensor& x) { return torch::rsub(x, 2.5); }},
    {"mul_number", {3, 4}, [](const Tensor& x) { return x * -1.75; }},
    {"mul_constant", {3, 4, 2}, [](const Tensor& x) { return x * weights({3, 1, 1}); }},
    {"div_number", {3, 4}, [](const Tensor& x) { return x / 0.229; }},
    {"div_constant", {3, 2, 2}, [](const Tensor& x) { return x / weights({3, 1, 1}, 2); }},
    {"cat_channels",
     {3, 4, 5},
     [](const Tensor& x) { return torch::cat({x, torch::relu(x), x * 2}, 1); }},
    {"cat_last_dimension",
     {3, 4},
     [](const Tensor& x) { return torch::cat({x, torch::relu(x)}, -1); }},
    {"max_pool",
     {3, 9, 10},
     [](const Tensor& x) { return F::max_pool2d(x, max_pool(3).stride(2).padding(1)); }},
    {"max_pool_default_stride",
     {3, 9, 10},
     [](const Tensor& x) { return torch::max_pool2d(x, {2, 3}); }},
    {"max_pool_dilation",
     {2, 11, 9},
     [](const Tensor& x) { return F::max_pool2d(x, max_pool({3, 2}).dilation(2).stride(1)); }},
    {"avg_pool", {3, 9, 10}, [](const Tensor& x) { return F::avg_pool2d(x, avg_pool(2)); }},
    {"avg_pool_count_padding",
     {3, 9, 10},
     [](const Tensor& x) { return F::avg_pool2d(x, avg_pool(3).stride(2).padding(1)); }},
    {"avg_pool_without_padding",
     {3, 9, 10},
     [](const Tensor& x) {
       return F::avg_pool2d(x, avg_pool({3, 2}).stride(1).padding(1).count_include_pad(false));
     }},
    {"adaptive_avg_pool",
     {4, 7, 5},
     [](const Tensor& x) { return torch::adaptive_avg_pool2d(x, {1, 1}); }},
    {"adaptive_avg_pool_windows",
     {4, 6, 9},
     [](const Tensor& x) { return torch::adaptive_avg_pool2d(x, {2, 3}); }},
    {"adaptive_max_pool",
     {4, 7, 5},
     [](const Tensor& x) { return std::get<0>(torch::adaptive_max_pool2d(x, {1, 1})); }},
    {"adaptive_max_pool_windows",
     {4, 6, 9},
     [](const Tensor& x) { return std::get<0>(torch::adaptive_max_pool2d(x, {3, 3})); }},
    {"flatten", {4, 3, 2}, [](const Tensor& x) { return torch::flatten(x, 1); }},
    {"linear",
     {6},
     [](const Tensor& x) { return torch::linear(x, weights({4, 6}), weights({4})); }},
    {"linear_without_bias", {6}, [](const Tensor& x) { return torch::linear(x, weights({4, 6})); }},
    {"addmm",
     {6},
     [](const Tensor& x) { return torch::addmm(weights({4}), x, weights({4, 6}).t()); }},
    {"matmul", {6}, [](const Tensor& x) { return torch::matmul(x, weights({6, 4})); }},
    {"mm_of_transpose", {6}, [](const Tensor& x) { return torch::mm(x, weights({4, 6}).t()); }},
    {"expand", {1, 4, 5}, [](const Tensor& x) { return x.expand({-1, 3, -1, -1}) + 0; }},
    {"repeat", {1, 4, 5}, [](const Tensor& x) { return x.repeat({1, 3, 1, 2}); }},
    {"dropout", {4, 5}, [](const Tensor& x) { return torch::dropout(x * 2, 0.5, false); }},
    {"constant_pad",
     {2, 4, 5},
     [](const Tensor& x) { return torch::constant_pad_nd(x, {0, 1, 2, 3}, 0.5); }},
    {"pad",
     {2, 4, 5},
     [](const Tensor& x) { return F::pad(x, F::PadFuncOptions({1, 0, 0, 2}).value(-1)); }},
    {"pad_by_name",
     {2, 4, 5},
     [](const Tensor& x) { return torch::pad(x, {1, 2, 0, 1}, "constant", 0.25); }},
    {"output_is_the_input", {2, 3}, [](const Tensor& x) { return torch::dropout(x, 0.5, false); }},
};

INSTANTIATE_TEST_SUITE_P(Table, Operators, testing::ValuesIn(operator_cases),
                         [](const auto& info) { return info.param.name; });

TEST(Lower, TheTableHasACaseForEveryOperator) {
  std::string untested;
  for (const auto& [name, function] : lowering_table()) {
    bool seen = false;
    for (const auto& c : operator_cases) {
      const auto trace =
          trace_function([&](const Tensor& x) { return std::vector<Tensor>{c.function(x)}; },
                         torch::rand(with_batch(2, c.sizes)));
      ASSERT_TRUE(trace) << c.name;
      for (const auto* node : trace->graph->nodes()) seen |= node->kind().toQualString() == name;
      if (seen) break;
    }
    if (!seen) untested += std::string(name) + " ";
  }
  EXPECT_TRUE(untested.empty()) << untested;
}

struct Refusal {
  std::string name;
  std::vector<std::int64_t> sizes;
  std::function<Tensor(const Tensor&)> function;
  std::vector<std::string> said;
};

std::ostream& operator<<(std::ostream& stream, const Refusal& c) {
  return stream << c.name;
}

class Refusals : public testing::TestWithParam<Refusal> {};

TEST_P(Refusals, NameTheOperatorAndTheCause) {
  const auto& c = GetParam();
  const auto graph = lower_function({c.name, c.sizes, c.function});
  ASSERT_FALSE(graph);
  EXPECT_EQ(graph.error().code, ErrorCode::unsupported);
  for (const auto& said : c.said) {
    EXPECT_THAT(graph.error().message, HasSubstr(said))
        << said << " is not in: " << graph.error().message;
  }
}

const Refusal refusals[] = {
    {"unknown", {4}, [](const Tensor& x) { return torch::gelu(x); }, {"aten::gelu"}},
    {"all_unknown",
     {4},
     [](const Tensor& x) { return torch::erf(torch::gelu(x) + 1); },
     {"aten::gelu", "aten::erf"}},
    {"transposed",
     {3, 4, 4},
     [](const Tensor& x) { return torch::conv_transpose2d(x, weights({3, 2, 2, 2})); },
     {"transpose"}},
    {"conv1d",
     {3, 4},
     [](const Tensor& x) { return torch::conv1d(x, weights({3, 3, 2})); },
     {"convolution"}},
    {"training_norm",
     {3, 4},
     [](const Tensor& x) {
       return torch::batch_norm(x, {}, {}, weights({3}), weights({3}, 2), true, 0.1, 1e-5, false);
     },
     {"aten::batch_norm", "eval mode"}},
    {"training_dropout",
     {3},
     [](const Tensor& x) { return torch::dropout(x, 0.5, true); },
     {"aten::dropout", "eval mode"}},
    {"ceil_mode",
     {3, 5, 5},
     [](const Tensor& x) { return torch::max_pool2d(x, 2, 2, 0, 1, true); },
     {"aten::max_pool2d", "ceil_mode"}},
    {"divisor",
     {3, 4, 4},
     [](const Tensor& x) { return torch::avg_pool2d(x, 2, 2, 0, false, true, 3); },
     {"aten::avg_pool2d", "divisor_override"}},
    {"uneven_adaptive_pool",
     {3, 5, 5},
     [](const Tensor& x) { return torch::adaptive_avg_pool2d(x, {2, 2}); },
     {"aten::adaptive_avg_pool2d", "5 x 5", "2 x 2"}},
    {"alpha", {3}, [](const Tensor& x) { return torch::add(x, x, 2); }, {"aten::add", "alpha"}},
    {"rounding",
     {3},
     [](const Tensor& x) { return torch::div(x, 2.0, "floor"); },
     {"aten::div", "rounding"}},
    {"cat_batch",
     {3},
     [](const Tensor& x) { return torch::cat({x, x}, 0); },
     {"aten::cat", "batch"}},
    {"flatten_batch",
     {3, 2},
     [](const Tensor& x) { return torch::flatten(x, 0, 1); },
     {"aten::flatten", "batch"}},
    {"flatten_part",
     {3, 2, 2},
     [](const Tensor& x) { return torch::flatten(x, 2, 3); },
     {"aten::flatten"}},
    {"repeat_batch",
     {3},
     [](const Tensor& x) { return x.repeat({2, 1}); },
     {"aten::repeat", "batch"}},
    {"cropping",
     {3, 4, 4},
     [](const Tensor& x) { return torch::constant_pad_nd(x, {-1, 0}); },
     {"aten::constant_pad_nd", "cropping"}},
    {"reflection",
     {3, 4, 4},
     [](const Tensor& x) {
       return F::pad(x, F::PadFuncOptions({1, 1, 1, 1}).mode(torch::kReflect));
     },
     {"aten::_pad_enum", "constant"}},
    {"attention",
     {3},
     [](const Tensor& x) { return torch::mm(x, torch::relu(x).t()); },
     {"aten::t", "weights"}},
};

INSTANTIATE_TEST_SUITE_P(Table, Refusals, testing::ValuesIn(refusals),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace chestlens
