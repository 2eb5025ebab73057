#pragma once

#include "model_report/report_call.hpp"

#include <string>
#include <vector>

namespace chestlens {

// The command lines that make the parts of a report again, as a shell reads them.

/// A word as a shell takes it: in quotes where it must be.
std::string shell_word(const std::string& word);

std::string report_command_line(const ReportCall& call, const std::vector<std::string>& classes);

/// Of all models together where there is a catalog, else one of each bundle.
std::vector<std::string> evaluate_command_lines(const ReportCall& call);
std::vector<std::string> threshold_command_lines(const ReportCall& call,
                                                 const std::vector<std::string>& classes);
/// `bundles` are the models' folders, which stand for some of a catalog.
std::string map_command_line(const ReportCall& call,
                             const std::vector<std::filesystem::path>& bundles);
/// Of an ensemble of the catalog, or, where that is "", of the models' folders.
std::string explain_command_line(const ReportCall& call, const std::string& ensemble,
                                 const std::vector<std::filesystem::path>& bundles,
                                 const std::vector<MapMethod>& methods);

/// Of the models' folders; `writes`: into their cards.
std::vector<std::string> audit_command_lines(const ReportCall& call,
                                             const std::vector<std::filesystem::path>& bundles,
                                             bool writes);
std::vector<std::string> trust_command_lines(const std::vector<std::filesystem::path>& bundles);
std::string complexity_command_line(const std::vector<std::filesystem::path>& bundles);
std::vector<std::string> show_command_lines(const std::vector<std::filesystem::path>& bundles);

}  // namespace chestlens
