#pragma once

#include <chestlens/error.hpp>

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>

namespace chestlens::viewer {

/// Shows what a JSON file says. Errors: io; parse, where it is no JSON or `show` misses something
/// in it; those of `show`.
Status show_json_file(const std::string& path,
                      const std::function<Status(const nlohmann::json&)>& show);

}  // namespace chestlens::viewer
