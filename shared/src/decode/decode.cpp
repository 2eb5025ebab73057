#include "decoder.hpp"
#include "dicom_magic.hpp"
#include "not_an_image.hpp"
#include "pixel.hpp"

#include <chestlens/decode.hpp>
#include <chestlens/text.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace chestlens {
namespace {

using namespace std::string_view_literals;
using decoder::Bytes;
using decoder::has_text_at;

Result<decoder::Decoded> decode_format(ImageFormat format, Bytes bytes,
                                       const DecodeLimits& limits) {
  switch (format) {
    case ImageFormat::png:
      return decoder::decode_png(bytes, limits);
    case ImageFormat::jpeg:
      return decoder::decode_jpeg(bytes, limits);
    case ImageFormat::bmp:
      return decoder::decode_bmp(bytes, limits);
    case ImageFormat::tiff:
      return decoder::decode_tiff(bytes, limits);
    case ImageFormat::dicom:
    case ImageFormat::jpeg2000:
    case ImageFormat::jpeg_ls:
    case ImageFormat::webp:
      return fail(ErrorCode::unsupported,
                  std::string(to_string(format)) + " is decoded by another function");
    case ImageFormat::unknown:
      break;
  }
  return tl::unexpected(decoder::not_an_image(bytes));
}

/// Whether the first frame header among JPEG's markers is JPEG-LS's, SOF55 (ISO/IEC 14495-1, C.1).
bool is_jpeg_ls(Bytes bytes) {
  constexpr unsigned frame_header = 0xF7, parameters = 0xF8, comment = 0xFE;
  std::size_t at = 2;
  const auto byte = [&](std::size_t i) { return std::to_integer<unsigned>(bytes[at + i]); };
  while (at + 4 <= bytes.size() && byte(0) == 0xFF) {
    const unsigned marker = byte(1);
    if (marker == frame_header) return true;
    const bool is_application = marker >= 0xE0 && marker <= 0xEF;
    if (!is_application && marker != comment && marker != parameters) return false;
    at += 2 + (byte(2) << 8U) + byte(3);
  }
  return false;
}

}  // namespace

std::string_view to_string(ImageFormat format) {
  switch (format) {
    case ImageFormat::png:
      return "PNG";
    case ImageFormat::jpeg:
      return "JPEG";
    case ImageFormat::bmp:
      return "BMP";
    case ImageFormat::tiff:
      return "TIFF";
    case ImageFormat::dicom:
      return "DICOM";
    case ImageFormat::jpeg2000:
      return "JPEG 2000";
    case ImageFormat::jpeg_ls:
      return "JPEG-LS";
    case ImageFormat::webp:
      return "WebP";
    case ImageFormat::unknown:
      break;
  }
  return "unknown";
}

bool is_further_format(ImageFormat format) {
  return format == ImageFormat::dicom || format == ImageFormat::jpeg2000 ||
         format == ImageFormat::jpeg_ls || format == ImageFormat::webp;
}

ImageFormat sniff_format(std::span<const std::byte> bytes) {
  bytes = bytes.first(std::min(bytes.size(), sniffed_bytes));
  if (has_text_at(bytes, 0, "\x89PNG\r\n\x1a\n"sv)) return ImageFormat::png;
  if (has_text_at(bytes, 0, "\xff\xd8\xff"sv)) {
    return is_jpeg_ls(bytes) ? ImageFormat::jpeg_ls : ImageFormat::jpeg;
  }
  if (has_text_at(bytes, 0, "\xff\x4f\xff\x51"sv) ||
      has_text_at(bytes, 0, "\0\0\0\x0cjP  \r\n\x87\n"sv)) {
    return ImageFormat::jpeg2000;
  }
  if (has_text_at(bytes, 0, "RIFF"sv) && has_text_at(bytes, 8, "WEBP"sv)) return ImageFormat::webp;
  if (has_text_at(bytes, 0, "BM"sv)) return ImageFormat::bmp;
  for (const std::string_view magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (has_text_at(bytes, 0, magic)) return ImageFormat::tiff;
  }
  return decoder::is_dicom(bytes) ? ImageFormat::dicom : ImageFormat::unknown;
}

Result<DecodedFilm> decode_picture(std::span<const std::byte> bytes, const DecodeLimits& limits) {
  const ImageFormat format = sniff_format(bytes);
  try {
    CHESTLENS_TRY(auto decoded, decode_format(format, bytes, limits));
    return decoder::seen_upright(std::move(decoded));
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::too_large,
                "there is not enough memory to decode this " + std::string(to_string(format)));
  }
}

Result<GreyImage> decode_image(std::span<const std::byte> bytes, const DecodeLimits& limits) {
  CHESTLENS_TRY(auto film, decode_picture(bytes, limits));
  return std::move(film.image);
}

namespace decoder {
namespace {

std::string place(std::uint64_t rows, std::uint64_t height_pixels) {
  if (height_pixels == 0) return "in its header";
  return "after " + group_digits(rows) + " of " + group_digits(height_pixels) + " rows";
}

}  // namespace

bool has_text_at(Bytes bytes, std::size_t offset, std::string_view text) {
  return bytes.size() >= offset + text.size() &&
         std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset),
                    [](char c, std::byte b) { return std::byte(c) == b; });
}

Status check_size(std::string_view format, std::uint64_t width_pixels, std::uint64_t height_pixels,
                  const DecodeLimits& limits) {
  const std::string size = describe_size(width_pixels, height_pixels) + " pixels";
  if (width_pixels == 0 || height_pixels == 0) {
    return fail(ErrorCode::corrupt, std::string(format) + " header says " + size);
  }
  const auto max_side = static_cast<std::uint64_t>(limits.max_side_pixels);
  if (width_pixels > max_side || height_pixels > max_side ||
      width_pixels * height_pixels > limits.max_area_pixels) {
    return fail(ErrorCode::too_large, std::string(format) + " of " + size +
                                          " refused: the limit is " + group_digits(max_side) +
                                          " pixels a side and " +
                                          group_digits(limits.max_area_pixels) + " in all");
  }
  return {};
}

GreyImage blank_image(std::uint64_t width_pixels, std::uint64_t height_pixels,
                      std::uint16_t max_level) {
  return {static_cast<int>(width_pixels), static_cast<int>(height_pixels), max_level,
          std::vector<std::uint16_t>(static_cast<std::size_t>(width_pixels * height_pixels))};
}

void lay_over_black(Decoded& decoded, std::span<const std::uint16_t> alpha) {
  if (std::ranges::all_of(alpha, [](std::uint16_t level) { return level == 0; })) {
    return note_ignored_alpha(decoded);
  }
  GreyImage& image = decoded.image;
  for (std::size_t i = 0; i < alpha.size(); ++i) {
    image.pixels[i] =
        static_cast<std::uint16_t>(over_black(image.pixels[i], alpha[i], image.max_level));
  }
}

void note_ignored_alpha(Decoded& decoded) {
  decoded.notes.emplace_back("Its alpha is zero everywhere and was ignored.");
}

Error truncated_after(std::string_view format, std::uint64_t rows, std::uint64_t height_pixels) {
  return {ErrorCode::truncated, std::string(format) + " truncated " + place(rows, height_pixels)};
}

Error corrupt_after(std::string_view format, std::uint64_t rows, std::uint64_t height_pixels,
                    std::string_view reason) {
  return {ErrorCode::corrupt, std::string(format) + " corrupt " + place(rows, height_pixels) +
                                  ": " + std::string(reason)};
}

}  // namespace decoder
}  // namespace chestlens
