#pragma once

#include "report/study.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// Writes classes.svg, confusion-NAME.svg and reliability-NAME.svg for each row; table.csv; and the
/// text as table.md, which links the figures, and as table.html, which holds them. A weights.svg
/// that is in the folder already becomes one of the figures. Errors: io.
Status write_study(const std::filesystem::path& folder, const Study& study);

}  // namespace chestlens
