#pragma once

#include "recipe/augmentation.hpp"
#include "recipe/toml_table.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// Reads [augment]; what the table does not have keeps its value. Errors: those of TomlTable.
Status read_augment(TomlTable table, Augmentation& augment);

}  // namespace chestlens
