#include "label.hpp"

#include <fmt/format.h>

#include <string>

namespace chestlens {

Status check_classes(std::span<const int> class_indices, int classes) {
  for (std::size_t i = 0; i < class_indices.size(); ++i) {
    if (class_indices[i] >= 0 && class_indices[i] < classes) continue;
    return fail(ErrorCode::invalid_argument,
                fmt::format("film {} has class {} of 0..{}", i, class_indices[i], classes - 1));
  }
  return {};
}

}  // namespace chestlens
