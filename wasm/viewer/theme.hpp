#pragma once

#include <chestlens/error.hpp>

#include <cstdint>
#include <string_view>

namespace chestlens::viewer {

/// The colors of the panels; films are read on dark in both.
enum class Theme : std::uint8_t { dark, light };

/// "dark" or "light".
Result<Theme> parse_theme(std::string_view name);
std::string_view to_string(Theme theme);

}  // namespace chestlens::viewer
