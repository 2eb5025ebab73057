#pragma once

#include "model_report/model_report.hpp"
#include "page/page.hpp"
#include "report/text_table.hpp"

#include <string>
#include <vector>

namespace chestlens {

// The sections of a report, each by itself. A part that could not be made says why in its place.

/// What a reader must know who reads no further, in figures and in words: together one printed
/// sheet.
PageSection summary_section(const ModelReport& report);
PageSection worth_section(const ModelReport& report);

PageSection data_section(const ModelReport& report);
PageSection score_section(const ModelReport& report);
PageSection curve_section(const ModelReport& report);
PageSection calibration_section(const ModelReport& report);
PageSection threshold_section(const ModelReport& report);
PageSection difference_section(const ModelReport& report);
PageSection cost_section(const ModelReport& report);
/// Errors: those of to_html(Panel).
Result<PageSection> case_section(const ModelReport& report);
PageSection audit_section(const ModelReport& report);
/// What scoring shows of borders and sources.
PageSection source_section(const ModelReport& report);
PageSection map_section(const ModelReport& report);
PageSection trust_section(const ModelReport& report);
PageSection limit_section(const ModelReport& report);
PageSection reproduction_section(const ModelReport& report);

/// "could not be made: REASON".
std::string reason_in_words(const std::string& part, const Error& error);

PageTable page_table(TextTable table, std::size_t words = 1);

/// "83.1 % (79.8 to 86.0)".
std::string percent_text(const Estimate& share);
std::string percent_text(double value, double low, double high);

}  // namespace chestlens
