#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <viewer/format.hpp>

#include <cmath>

namespace chestlens::viewer {

std::string format_percent(double share) {
  if (share > 0.0 && share < 0.001) return "<0.1 %";
  if (share < 1.0 && share > 0.999) return ">99.9 %";
  return fmt::format("{:.1f} %", share * 100.0);
}

std::string format_milliseconds(double milliseconds) {
  if (!std::isfinite(milliseconds)) return "\u2013";
  if (milliseconds >= 1000.0) return fmt::format("{:.2f} s", milliseconds / 1000.0);
  return fmt::format("{:.{}f} ms", milliseconds, milliseconds < 9.95 ? 1 : 0);
}

std::string format_figure(double figure) {
  if (!std::isfinite(figure)) return "\u2013";
  if (std::abs(figure) >= 1000.0) return group_digits(std::lround(figure));
  return fmt::format("{:.3g}", figure);
}

std::string format_distance(double distance) {
  return fmt::format("{:.{}f}", distance, distance < 9.995 ? 2 : distance < 99.95 ? 1 : 0);
}

std::string capitalized(std::string_view text) {
  std::string whole(text);
  if (whole.empty()) return whole;
  if (whole[0] >= 'a' && whole[0] <= 'z') whole[0] = static_cast<char>(whole[0] - 'a' + 'A');
  return whole;
}

std::string sentence(std::string_view text) {
  std::string whole = capitalized(text);
  if (whole.empty()) return whole;
  if (std::string_view(".!?").find(whole.back()) == std::string_view::npos) whole += '.';
  return whole;
}

std::string format_zoom(double zoom) {
  return fmt::format("{:.1f}\u00d7", zoom);
}

}  // namespace chestlens::viewer
