#pragma once

#include "io/markdown.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// Rows as lines, the columns as wide as their widest text (in characters) and two blanks apart.
std::string column_table(const TextRow& header, const std::vector<TextRow>& rows);

}  // namespace chestlens
