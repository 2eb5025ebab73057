#pragma once

#include "recipe/recipe.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>

#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace chestlens {

/// What a network computes, for the message where memory runs out.
struct Workload {
  std::string network;
  int batch = 0;
  int size_pixels = 0;
  c10::Device device;
  bool trains = true;
};

/// Of the training of a stage.
Workload workload_of(const Recipe& recipe, const Stage& stage, c10::Device device);

/// The error of an exception that says that memory ran out, LibTorch's on a GPU or on the CPU; it
/// names what was computed and the way out. Nothing for any other exception.
std::optional<Error> out_of_memory(const Workload& workload, const std::exception& exception);

/// The result of `work`, or out_of_memory() of what it threw; other exceptions go on.
template <typename Work>
std::invoke_result_t<Work> within_memory(const Workload& workload, Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const std::exception& exception) {
    auto error = out_of_memory(workload, exception);
    if (!error) throw;
    return tl::unexpected(*std::move(error));
  }
}

}  // namespace chestlens
