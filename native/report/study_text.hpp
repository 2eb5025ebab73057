#pragma once

#include "report/study.hpp"
#include "report/text_table.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// The tables of a study in reading order, and the notes that belong under them.
std::vector<TextTable> tables_of(const Study& study);
std::vector<std::string> notes_of(const Study& study);

}  // namespace chestlens
