// Apart from decode_dicom: the page's module of DICOM has no use for the decoders of pictures.
#include <chestlens/dicom.hpp>

#include <utility>

namespace chestlens {

Result<DecodedFilm> decode_film(std::span<const std::byte> bytes, std::optional<int> frame,
                                const DecodeLimits& limits) {
  if (sniff_format(bytes) != ImageFormat::dicom) {
    CHESTLENS_TRY(auto image, decode_image(bytes, limits));
    return DecodedFilm{std::move(image)};
  }
  CHESTLENS_TRY(auto decoded, decode_dicom(bytes, frame, limits));
  return DecodedFilm{std::move(decoded.film), other_subject(decoded.facts),
                     std::move(decoded.notes)};
}

}  // namespace chestlens
