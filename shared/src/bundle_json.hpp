#pragma once

#include "json_reader.hpp"

#include <chestlens/card.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {

// Fields and checks that model.json and catalog.json share.

/// A name of a bundle or an ensemble: [a-z0-9_-]+.
std::string read_folder_name(JsonReader& fields, std::string_view key);

/// 64 lower-case hex digits.
std::string read_sha256(JsonReader& fields, std::string_view key);

MeasuredMetric read_metric(JsonReader& fields);
nlohmann::ordered_json metrics_json(const std::vector<MeasuredMetric>& metrics);

/// The JSON of a document, `what` for people. Errors: those of check_json.
Result<nlohmann::json> parse_document(std::string_view json, const std::string& what);

/// Rejects a document of a format above `newest`, which this program does not know.
void check_format(JsonReader& fields, int newest);

/// The value that `read(JsonReader&)` makes of a whole document of a format up to `newest`; the
/// first fault otherwise.
template <typename Read>
auto read_document(std::string_view json, const std::string& what, Read read, int newest = 1)
    -> Result<decltype(read(std::declval<JsonReader&>()))> {
  CHESTLENS_TRY(const auto document, parse_document(json, what));
  std::optional<Error> fault;
  JsonReader fields(document, "", fault);
  check_format(fields, newest);
  auto value = read(fields);
  if (fault) return tl::unexpected(*std::move(fault));
  return value;
}

/// Pretty, with a newline at its end.
std::string document_text(const nlohmann::ordered_json& document);

}  // namespace chestlens
