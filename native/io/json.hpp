#pragma once

#include <chestlens/error.hpp>
#include <chestlens/json.hpp>

#include <nlohmann/json.hpp>

#include <string_view>

namespace chestlens {

/// The JSON of a file of ours. Errors: those of check_json.
inline Result<nlohmann::json> parse_json(std::string_view text, const JsonLimits& limits = {}) {
  CHESTLENS_CHECK(check_json(text, limits));
  return nlohmann::json::parse(text);
}

}  // namespace chestlens
