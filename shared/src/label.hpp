#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <span>

namespace chestlens {

/// Whether each film's class is one of 0..classes-1. Errors: invalid_argument, naming the film.
Status check_classes(std::span<const int> class_indices, int classes);

}  // namespace chestlens
