#pragma once

#include <c10/core/Device.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace chestlens::test {

/// The GPU where there is one, else the CPU.
inline c10::Device tested_device() {
  return torch::cuda::is_available() ? c10::Device(c10::kCUDA, 0) : c10::Device(c10::kCPU);
}

/// A line of run.sh's table: what was shown, by which figure, and whether it holds. It is appended
/// to the file that CHESTLENS_FIGURES names, as a line of JSON.
inline void write_figure(const std::string& clause, const std::string& figure, bool holds) {
  std::printf("%s: %s\n", clause.c_str(), figure.c_str());
  const char* const file = std::getenv("CHESTLENS_FIGURES");
  if (file == nullptr) return;
  std::ofstream(file, std::ios::app) << nlohmann::json{{"clause", clause},
                                                       {"figure", figure},
                                                       {"outcome", holds ? "passed" : "failed"},
                                                       {"device", tested_device().str()}}
                                            .dump()
                                     << "\n";
}

/// Fails where the value is not at most the limit, or not a number.
inline void expect_at_most(const std::string& clause, double value, double limit) {
  const bool holds = value <= limit;
  write_figure(clause, fmt::format("{:.2g} (at most {:.2g})", value, limit), holds);
  EXPECT_TRUE(holds) << clause << ": " << value << " is not at most " << limit;
}

inline void expect_holds(const std::string& clause, const std::string& figure, bool holds) {
  write_figure(clause, figure, holds);
  EXPECT_TRUE(holds) << clause << ": " << figure;
}

/// The largest difference of two tensors, as a share of the expected one's largest value.
inline double relative_difference(const torch::Tensor& computed, const torch::Tensor& expected) {
  const auto exact = expected.detach().to(torch::kCPU, torch::kFloat64);
  const auto other = computed.detach().to(torch::kCPU, torch::kFloat64);
  const double largest = exact.abs().max().item<double>();
  return (other - exact).abs().max().item<double>() / (largest > 0.0 ? largest : 1.0);
}

}  // namespace chestlens::test
