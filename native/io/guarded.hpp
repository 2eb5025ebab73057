#pragma once

#include "io/text.hpp"

#include <chestlens/error.hpp>

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

namespace chestlens {

/// The result of `work`, or what it threw as an error of `code` that names `context`: the edge at
/// which LibTorch's, ONNX's and JSON's exceptions end.
template <typename Work>
std::invoke_result_t<Work> guarded(std::string context, Work&& work,
                                   ErrorCode code = ErrorCode::runtime) {
  try {
    return std::forward<Work>(work)();
  } catch (const std::exception& error) {
    return fail(code, what(error), std::move(context));
  }
}

}  // namespace chestlens
