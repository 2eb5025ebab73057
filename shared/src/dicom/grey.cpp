#include "grey.hpp"

#include "../decode/pixel.hpp"
#include "lookup_table.hpp"

#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace chestlens::dicom {
namespace {

/// Replaces the values by what `level_of` says of each pixel's first sample.
template <typename LevelOf>
void each_pixel(GreyFrame& grey, const StoredFrame& frame, LevelOf level_of) {
  const auto samples = static_cast<std::size_t>(frame.layout.samples);
  grey.values.resize(area_pixels(grey.width_pixels, grey.height_pixels));
  for (std::size_t i = 0; i < grey.values.size(); ++i) {
    grey.values[i] = level_of(&frame.values[i * samples]);
  }
}

std::int32_t luma_of(std::int32_t red, std::int32_t green, std::int32_t blue) {
  return static_cast<std::int32_t>(decoder::luma(static_cast<std::uint32_t>(red),
                                                 static_cast<std::uint32_t>(green),
                                                 static_cast<std::uint32_t>(blue)));
}

Status through_palette(GreyFrame& grey, const StoredFrame& frame, DcmItem& data) {
  const auto red = read_lookup_table(data, DCM_RedPaletteColorLookupTableDescriptor,
                                     DCM_RedPaletteColorLookupTableData, grey.is_signed);
  const auto green = read_lookup_table(data, DCM_GreenPaletteColorLookupTableDescriptor,
                                       DCM_GreenPaletteColorLookupTableData, grey.is_signed);
  const auto blue = read_lookup_table(data, DCM_BluePaletteColorLookupTableDescriptor,
                                      DCM_BluePaletteColorLookupTableData, grey.is_signed);
  if (!red || !green || !blue) {
    return fail(ErrorCode::unsupported, "DICOM palette is missing or segmented");
  }
  each_pixel(grey, frame, [&](const std::int32_t* value) {
    return luma_of(red->at(*value), green->at(*value), blue->at(*value));
  });
  grey.bits = std::max({red->bits, green->bits, blue->bits});
  grey.is_signed = false;
  return {};
}

}  // namespace

Result<GreyFrame> to_grey(StoredFrame frame, DcmItem& data) {
  const PixelLayout& layout = frame.layout;
  const std::string_view photometric = layout.photometric;
  GreyFrame grey{layout.width_pixels, layout.height_pixels, layout.bits_stored,
                 layout.is_signed,    layout.samples == 3,  {}};
  if (photometric == "PALETTE COLOR") {
    grey.is_color = true;
    CHESTLENS_CHECK(through_palette(grey, frame, data));
    return grey;
  }
  if (photometric.starts_with("YBR_")) {  // Y is the luma
    grey.is_color = true;
    each_pixel(grey, frame, [](const std::int32_t* value) { return *value; });
    return grey;
  }
  if (layout.samples == 3) {
    if (photometric != "RGB") {
      return fail(ErrorCode::unsupported, fmt::format("DICOM of photometric interpretation {} is "
                                                      "not read",
                                                      photometric));
    }
    each_pixel(grey, frame,
               [](const std::int32_t* value) { return luma_of(value[0], value[1], value[2]); });
    return grey;
  }
  grey.values = std::move(frame.values);
  return grey;
}

}  // namespace chestlens::dicom
