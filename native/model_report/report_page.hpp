#pragma once

#include "model_report/model_report.hpp"
#include "page/page.hpp"

#include <chestlens/error.hpp>

namespace chestlens {

/// The whole report; after its first two sections, the first sheet, a reader may stop. Errors:
/// those of case_section.
Result<Page> report_page(const ModelReport& report);

/// The same for programs, at full precision; what is no number is null.
std::string report_json(const ModelReport& report);

}  // namespace chestlens
