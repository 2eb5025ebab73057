#include "data/labels.hpp"

#include "io/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace chestlens {
namespace {

Result<Label> parse_label(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string name(trimmed(text.substr(0, equals)));
  const std::string_view value =
      equals == std::string_view::npos ? "" : trimmed(text.substr(equals + 1));
  if (!name.empty()) {
    if (value == "1") return Label{name, 1.0F};
    if (value == "0") return Label{name, 0.0F};
    if (value == "?") return Label{name, std::numeric_limits<float>::quiet_NaN()};
  }
  return fail(ErrorCode::parse,
              "label \"" + std::string(trimmed(text)) + "\" is not NAME=1, NAME=0 or NAME=?");
}

}  // namespace

std::string labels_text(std::span<const Label> labels) {
  std::string text;
  for (const Label& label : labels) {
    const char* value = std::isnan(label.value) ? "?" : (label.value > 0.5F ? "1" : "0");
    text.append(text.empty() ? "" : ";").append(label.name).append("=").append(value);
  }
  return text;
}

Result<std::vector<Label>> parse_labels(std::string_view text) {
  std::vector<Label> labels;
  while (!trimmed(text).empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    CHESTLENS_TRY(auto label, parse_label(text.substr(0, end)));
    if (std::ranges::find(labels, label.name, &Label::name) != labels.end()) {
      return fail(ErrorCode::parse, "label \"" + label.name + "\" is given twice");
    }
    labels.push_back(std::move(label));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return labels;
}

}  // namespace chestlens
