// Apart from decode_dicom: the page's module of further formats has no use for the decoders of
// pictures.
#include <chestlens/dicom.hpp>

namespace chestlens {

Result<DecodedFilm> decode_film(std::span<const std::byte> bytes, std::optional<int> frame,
                                const DecodeLimits& limits) {
  if (is_further_format(sniff_format(bytes))) return decode_further(bytes, frame, limits);
  return decode_picture(bytes, limits);
}

}  // namespace chestlens
