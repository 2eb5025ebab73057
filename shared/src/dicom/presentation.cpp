#include "presentation.hpp"

#include "element.hpp"
#include "lookup_table.hpp"

#include <chestlens/text.hpp>

#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

namespace chestlens::dicom {
namespace {

constexpr double white = 65'535.0;

/// Stored values that are no film (PS3.3, C.7.5.1.1.2), both ends included.
struct Padding {
  int low = 0;
  int high = 0;
  bool covers(std::int32_t value) const { return low <= value && value <= high; }
};

std::optional<Padding> padding_of(const GreyFrame& grey, DcmItem& data) {
  const auto value = integer_of(data, DCM_PixelPaddingValue, grey.is_signed);
  if (!value || grey.is_color) return {};
  const int limit = integer_of(data, DCM_PixelPaddingRangeLimit, grey.is_signed).value_or(*value);
  return Padding{std::min(*value, limit), std::max(*value, limit)};
}

/// Stored value to the modality's, e.g. optical density.
struct Modality {
  std::optional<LookupTable> table;
  double slope = 1;
  double intercept = 0;

  bool is_identity() const { return !table && slope == 1 && intercept == 0; }
  double at(std::int32_t stored) const {
    return table ? table->at(stored) : stored * slope + intercept;
  }
};

Modality modality_of(const GreyFrame& grey, DcmItem& data) {
  Modality modality;
  if (grey.is_color) return modality;
  if (DcmItem* item = first_item(data, DCM_ModalityLUTSequence)) {
    modality.table = read_lookup_table(*item, DCM_LUTDescriptor, DCM_LUTData, grey.is_signed);
    if (modality.table) return modality;
  }
  const double slope = number_of(data, DCM_RescaleSlope).value_or(1);
  modality.slope = slope == 0 ? 1 : slope;
  modality.intercept = number_of(data, DCM_RescaleIntercept).value_or(0);
  return modality;
}

/// Value of the modality to 0 (black) .. 1.
using Curve = std::function<double(double)>;

struct Window {
  std::string words;
  Curve curve;  // none where the header asks for nothing
};

Curve linear(double center, double width) {
  return [=](double value) { return (value - (center - 0.5)) / (width - 1) + 0.5; };
}

Curve linear_exact(double center, double width) {
  return [=](double value) { return (value - center) / width + 0.5; };
}

Curve sigmoid(double center, double width) {
  return [=](double value) { return 1 / (1 + std::exp(-4 * (value - center) / width)); };
}

Window window_of(const GreyFrame& grey, DcmItem& data, bool modality_is_signed) {
  if (grey.is_color) return {"as stored", {}};
  if (DcmItem* item = first_item(data, DCM_VOILUTSequence)) {
    if (auto table = read_lookup_table(*item, DCM_LUTDescriptor, DCM_LUTData, modality_is_signed)) {
      return {"VOI LUT", [table = *std::move(table)](double value) {
                return table.at(value) / static_cast<double>(table.max_level());
              }};
    }
  }
  const auto center = number_of(data, DCM_WindowCenter);
  const auto width = number_of(data, DCM_WindowWidth);
  if (!center || !width) return {"no window", {}};
  const std::string function = text_of(data, DCM_VOILUTFunction);
  const auto words = [&](const char* name) {
    return fmt::format("window of center {}, width {}, {}", describe_number(*center),
                       describe_number(*width), name);
  };
  if (function == "SIGMOID" && *width > 0) return {words("sigmoid"), sigmoid(*center, *width)};
  if (function == "LINEAR_EXACT" && *width > 0) {
    return {words("linear exact"), linear_exact(*center, *width)};
  }
  if (*width > 1) return {words("linear"), linear(*center, *width)};
  if (*width == 1) {  // a threshold
    return {words("linear"), [c = *center](double value) { return value > c - 0.5 ? 1.0 : 0.0; }};
  }
  return {fmt::format("no window: its width is {}", describe_number(*width)), {}};
}

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
};

Range range_of(const GreyFrame& grey, const Modality& modality,
               const std::optional<Padding>& padding) {
  Range range;
  for (const std::int32_t value : grey.values) {
    if (padding && padding->covers(value)) continue;
    const double level = modality.at(value);
    range.low = std::min(range.low, level);
    range.high = std::max(range.high, level);
  }
  return range;
}

/// Maps each stored value once: films have at most 65,536 of them.
GreyImage mapped(const GreyFrame& grey, const std::optional<Padding>& padding, bool inverted,
                 std::uint16_t max_level, const Curve& curve_of_stored) {
  const auto [low, high] = std::ranges::minmax(grey.values);
  std::vector<std::uint16_t> levels(static_cast<std::size_t>(high - low) + 1);
  for (std::int32_t value = low; value <= high; ++value) {
    const double shown = std::clamp(curve_of_stored(value), 0.0, 1.0);
    levels[static_cast<std::size_t>(value - low)] =
        padding && padding->covers(value)
            ? std::uint16_t{0}
            : static_cast<std::uint16_t>(std::lround((inverted ? 1 - shown : shown) * max_level));
  }
  GreyImage image{grey.width_pixels, grey.height_pixels, max_level,
                  std::vector<std::uint16_t>(grey.values.size())};
  std::ranges::transform(grey.values, image.pixels.begin(), [&](std::int32_t value) {
    return levels[static_cast<std::size_t>(value - low)];
  });
  return image;
}

bool asks_for_inversion(DcmItem& data, const std::string& photometric) {
  if (photometric == "MONOCHROME1") return true;
  return photometric == "MONOCHROME2" && text_of(data, DCM_PresentationLUTShape) == "INVERSE";
}

}  // namespace

Presented present(const GreyFrame& grey, DcmItem& data, const std::string& photometric) {
  const auto padding = padding_of(grey, data);
  const Modality modality = modality_of(grey, data);
  const bool inverted = asks_for_inversion(data, photometric);
  const Window window = window_of(grey, data, grey.is_signed || modality.intercept < 0);

  if (!window.curve && !grey.is_signed && (grey.bits <= 8 || grey.is_color) &&
      modality.is_identity()) {
    const double stored_max = (1U << static_cast<unsigned>(grey.bits)) - 1U;
    const std::uint16_t max_level = grey.bits <= 8 ? 255 : 65'535;
    GreyImage film = mapped(grey, padding, inverted, max_level,
                            [&](std::int32_t value) { return value / stored_max; });
    return {film, film, window.words};
  }

  const Range range = range_of(grey, modality, padding);
  const double span = range.high > range.low ? range.high - range.low : 1;
  const auto max_level = static_cast<std::uint16_t>(white);
  GreyImage all_levels = mapped(grey, padding, inverted, max_level, [&](std::int32_t value) {
    return (modality.at(value) - range.low) / span;
  });
  if (!window.curve) return {all_levels, all_levels, window.words};
  GreyImage film = mapped(grey, padding, inverted, max_level,
                          [&](std::int32_t value) { return window.curve(modality.at(value)); });
  return {std::move(film), std::move(all_levels), window.words};
}

}  // namespace chestlens::dicom
