#include "bundle_json.hpp"

#include <chestlens/json.hpp>

#include <fmt/format.h>

namespace chestlens {
namespace {

bool is_folder_name(std::string_view name) {
  constexpr std::size_t most_characters = 200;
  return !name.empty() && name.size() <= most_characters &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string_view::npos;
}

}  // namespace

std::string read_folder_name(JsonReader& fields, std::string_view key) {
  std::string name = fields.text(key);
  if (!is_folder_name(name)) {
    fields.reject(key, "must be made of a-z, 0-9, _ and -, is " + in_quotes(name));
  }
  return name;
}

std::string read_sha256(JsonReader& fields, std::string_view key) {
  std::string digest = fields.text(key);
  if (digest.size() != 64 || digest.find_first_not_of("0123456789abcdef") != std::string::npos) {
    fields.reject(key, "must be 64 lower-case hex digits");
  }
  return digest;
}

MeasuredMetric read_metric(JsonReader& fields) {
  MeasuredMetric metric;
  metric.name = fields.non_empty_text("name");
  metric.low = fields.number("low", 0.0, 1.0);
  metric.high = fields.number("high", 0.0, 1.0);
  metric.value = fields.number("value", 0.0, 1.0);
  metric.measured_on = fields.non_empty_text("measured_on");
  if (!(metric.low <= metric.high)) fields.reject("high", "must not be below low");
  return metric;
}

nlohmann::ordered_json metrics_json(const std::vector<MeasuredMetric>& metrics) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const MeasuredMetric& metric : metrics) {
    list.push_back({{"name", metric.name},
                    {"value", metric.value},
                    {"low", metric.low},
                    {"high", metric.high},
                    {"measured_on", metric.measured_on}});
  }
  return list;
}

Result<nlohmann::json> parse_document(std::string_view json, const std::string& what) {
  if (Status checked = check_json(json); !checked) {
    Error error = std::move(checked).error();
    if (error.code == ErrorCode::parse) error.message = what + " is not JSON: " + error.message;
    return tl::unexpected(std::move(error));
  }
  return nlohmann::json::parse(json);
}

void check_format(JsonReader& fields, int newest) {
  const std::int64_t format = fields.integer("format", 1);
  if (format <= newest) return;
  fields.reject("format", fmt::format("is {}, this program reads {}: use a newer version of it",
                                      format, newest == 1 ? "1" : fmt::format("1 to {}", newest)));
}

std::string document_text(const nlohmann::ordered_json& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace chestlens
