#include "curation/chexpert_labels.hpp"

#include <fmt/format.h>

#include <limits>
#include <optional>

namespace chestlens {
namespace {

std::optional<float> label_value(const std::string& text, UncertainLabels uncertain) {
  if (text.empty() || text == "0" || text == "0.0") return 0.0F;
  if (text == "1" || text == "1.0") return 1.0F;
  if (text != "-1" && text != "-1.0") return std::nullopt;
  return uncertain_value(uncertain);
}

}  // namespace

float uncertain_value(UncertainLabels uncertain) {
  switch (uncertain) {
    case UncertainLabels::ones:
      return 1.0F;
    case UncertainLabels::zeros:
      return 0.0F;
    case UncertainLabels::ignore:
      break;
  }
  return std::numeric_limits<float>::quiet_NaN();
}

Result<ChexpertLabels> chexpert_labels(const Table& table, const CsvRecord& row,
                                       UncertainLabels uncertain) {
  ChexpertLabels found;
  for (const char* name : chexpert_findings) {
    const auto value = label_value(table.at(row, name), uncertain);
    if (!value) {
      return fail(ErrorCode::parse,
                  fmt::format("{} is \"{}\", not 1, 0, -1 or blank", name, table.at(row, name)));
    }
    found.labels.push_back({name, *value});
    if (*value == 1.0F) found.positive.emplace_back(name);
  }
  return found;
}

}  // namespace chestlens
