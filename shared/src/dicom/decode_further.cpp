#include "../formats/film_decoders.hpp"

#include <chestlens/dicom.hpp>

#include <new>
#include <utility>

namespace chestlens {
namespace {

Result<DecodedFilm> decode_dicom_film(std::span<const std::byte> bytes, std::optional<int> frame,
                                      const DecodeLimits& limits) {
  CHESTLENS_TRY(auto decoded, decode_dicom(bytes, frame, limits));
  DecodedFilm film{std::move(decoded.film), other_subject(decoded.facts), std::move(decoded.notes)};
  if (const auto& mm = decoded.facts.spacing_mm) film.spacing = PixelSpacing{(*mm)[1], (*mm)[0]};
  return film;
}

Result<decoder::Decoded> decode_format(ImageFormat format, std::span<const std::byte> bytes,
                                       const DecodeLimits& limits) {
  switch (format) {
    case ImageFormat::jpeg2000:
      return formats::decode_jpeg2000(bytes, limits);
    case ImageFormat::jpeg_ls:
      return formats::decode_jpeg_ls(bytes, limits);
    case ImageFormat::webp:
      return formats::decode_webp(bytes, limits);
    default:
      return fail(ErrorCode::unsupported, "this file is decoded by another function");
  }
}

}  // namespace

Result<DecodedFilm> decode_further(std::span<const std::byte> bytes, std::optional<int> frame,
                                   const DecodeLimits& limits) {
  const ImageFormat format = sniff_format(bytes);
  if (format == ImageFormat::dicom) return decode_dicom_film(bytes, frame, limits);
  try {
    CHESTLENS_TRY(auto decoded, decode_format(format, bytes, limits));
    return decoder::seen_upright(std::move(decoded));
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::too_large,
                "there is not enough memory to decode this " + std::string(to_string(format)));
  }
}

}  // namespace chestlens
