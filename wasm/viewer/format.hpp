#pragma once

#include <string>
#include <string_view>

namespace chestlens::viewer {

/// "87.3 %". The ends are not rounded up to certainty: "<0.1 %", ">99.9 %".
std::string format_percent(double share);

/// "0.4 ms", "12 ms", "1.53 s"; a dash where it is not known.
std::string format_milliseconds(double milliseconds);

/// "4.89", "6.60", "123": three digits that stand below each other's.
std::string format_distance(double distance);

/// "1.0×" for a film that fits its area.
std::string format_zoom(double zoom);

/// "0.84", "12.3", "1,230": three digits, or all before the point.
std::string format_figure(double figure);

/// Words with a capital first.
std::string capitalized(std::string_view text);

/// An error's message as a sentence: a capital first, a full stop last.
std::string sentence(std::string_view text);

}  // namespace chestlens::viewer
