#include <viewer/theme.hpp>

#include <string>

namespace chestlens::viewer {

Result<Theme> parse_theme(std::string_view name) {
  for (const Theme theme : {Theme::dark, Theme::light}) {
    if (to_string(theme) == name) return theme;
  }
  return fail(ErrorCode::invalid_argument, "give \"dark\" or \"light\"", std::string(name));
}

std::string_view to_string(Theme theme) {
  return theme == Theme::dark ? "dark" : "light";
}

}  // namespace chestlens::viewer
