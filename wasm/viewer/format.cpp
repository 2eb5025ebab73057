#include <viewer/format.hpp>

#include <array>
#include <cmath>
#include <cstdio>

namespace chestlens::viewer {
namespace {

std::string printed(const char* format, double value) {
  std::array<char, 48> text{};
  (void)std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

}  // namespace

std::string format_percent(double share) {
  if (share > 0.0 && share < 0.001) return "<0.1 %";
  if (share < 1.0 && share > 0.999) return ">99.9 %";
  return printed("%.1f %%", share * 100.0);
}

std::string format_milliseconds(double milliseconds) {
  if (!std::isfinite(milliseconds)) return "\u2013";
  if (milliseconds >= 1000.0) return printed("%.2f s", milliseconds / 1000.0);
  return printed(milliseconds < 9.95 ? "%.1f ms" : "%.0f ms", milliseconds);
}

std::string sentence(std::string_view text) {
  std::string whole(text);
  if (whole.empty()) return whole;
  if (whole[0] >= 'a' && whole[0] <= 'z') whole[0] = static_cast<char>(whole[0] - 'a' + 'A');
  if (std::string_view(".!?").find(whole.back()) == std::string_view::npos) whole += '.';
  return whole;
}

std::string format_zoom(double zoom) {
  return printed("%.1f\u00d7", zoom);
}

std::string format_count(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

}  // namespace chestlens::viewer
