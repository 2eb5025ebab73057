#include "label.hpp"

#include <string>

namespace chestlens {

Status check_classes(std::span<const int> class_indices, int classes) {
  for (std::size_t i = 0; i < class_indices.size(); ++i) {
    if (class_indices[i] >= 0 && class_indices[i] < classes) continue;
    return fail(ErrorCode::invalid_argument, "film " + std::to_string(i) + " has class " +
                                                 std::to_string(class_indices[i]) + " of 0.." +
                                                 std::to_string(classes - 1));
  }
  return {};
}

}  // namespace chestlens
