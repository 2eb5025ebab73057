#include "train/invocation.hpp"

#include "io/text.hpp"

#include <filesystem>
#include <fstream>
#include <string_view>

namespace chestlens {
namespace {

/// The value of the first line "KEY : value" of a file of /proc.
std::string first_value(const std::filesystem::path& file, std::string_view key) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || trimmed(line.substr(0, colon)) != key) continue;
    return std::string(trimmed(std::string_view(line).substr(colon + 1)));
  }
  return {};
}

}  // namespace

std::string device_name(c10::Device device) {
  if (!device.is_cuda()) return first_value("/proc/cpuinfo", "model name");
  std::error_code ignored;
  for (const auto& gpu : std::filesystem::directory_iterator("/proc/driver/nvidia/gpus", ignored)) {
    return first_value(gpu.path() / "information", "Model");
  }
  return {};
}

}  // namespace chestlens
