#pragma once

#include "io/output.hpp"
#include "model_report/model_report.hpp"
#include "page/page.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// Whether a report may be written there, asked before the work. Errors: those of
/// check_output_folder.
Status check_report_place(const std::filesystem::path& folder, const OutputRule& rule);

/// report.html, which needs nothing beside it; report.json; figures.csv, costs.csv, and where there
/// are any differences.csv, thresholds.csv, findings.csv, trust.csv, cases.csv and places-NAME.csv;
/// each figure by itself. Errors: io, those of check_output_folder.
Status write_report(const std::filesystem::path& folder, const ModelReport& report,
                    const Page& page, const OutputRule& rule);

}  // namespace chestlens
