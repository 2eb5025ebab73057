#pragma once

#include "io/output.hpp"
#include "report/study.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// Whether a study may be written there, asked before the work: the folder is new, empty, or, where
/// the rule says replace, a study as it was written. Errors: those of check_output_folder.
Status check_study_place(const std::filesystem::path& folder, const OutputRule& rule);

/// Writes, whole or not at all, classes.svg, confusion-NAME.svg and reliability-NAME.svg for each
/// row; table.csv; differences.csv where there are two rows or more; and the text as table.md,
/// which links the figures, and as table.html, which holds them; SHA256SUMS. A weights.svg that is
/// in the folder already stays and becomes one of the figures. Errors: those of check_study_place,
/// io.
Status write_study(const std::filesystem::path& folder, const Study& study,
                   const OutputRule& rule = {});

}  // namespace chestlens
