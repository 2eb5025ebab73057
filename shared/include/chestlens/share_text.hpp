#pragma once

#include <string>

namespace chestlens {

/// A share in [0,1] in hundredths, "97.3"; the unit is the caller's to write.
std::string in_percent(double share);

/// A share with its interval, "83.1 (79.9 to 86.0)", in hundredths.
std::string in_percent(double value, double low, double high);

}  // namespace chestlens
