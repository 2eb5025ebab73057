#include "decoder.hpp"
#include "dicom_magic.hpp"
#include "orientation.hpp"
#include "pixel.hpp"

#include <chestlens/decode.hpp>
#include <chestlens/text.hpp>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace chestlens {
namespace {

using namespace std::string_view_literals;
using decoder::Bytes;
using decoder::has_text_at;

struct Magic {
  std::size_t offset = 0;
  std::string_view text;
  std::string_view name;
};

/// Other kinds of files that people drop by mistake, by their magic bytes.
constexpr std::array others{
    Magic{0, "%PDF"sv, "a PDF document"},
    Magic{0, "GIF8"sv, "a GIF image"},
    Magic{8, "WEBP"sv, "a WebP image"},
    Magic{4, "ftyp"sv, "a HEIC or AVIF image, or a video"},
    Magic{0, "PK\x03\x04"sv, "a ZIP archive"},
    Magic{0, "\x1f\x8b"sv, "a gzip archive"},
    Magic{0, "<"sv, "an HTML, XML or SVG text"},
};

Error not_an_image(Bytes bytes) {
  constexpr std::string_view accepted = "PNG, JPEG, BMP, TIFF and DICOM files are read";
  if (bytes.empty()) return {ErrorCode::not_an_image, "the file is empty (0 bytes)"};
  const auto* const other = std::find_if(others.begin(), others.end(), [&](const Magic& magic) {
    return has_text_at(bytes, magic.offset, magic.text);
  });
  if (other != others.end()) {
    return {ErrorCode::not_an_image,
            "this is " + std::string(other->name) + "; " + std::string(accepted)};
  }
  return {ErrorCode::not_an_image, "these " + group_digits(bytes.size()) +
                                       " bytes are of no known image format; " +
                                       std::string(accepted)};
}

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
      return fail(ErrorCode::unsupported, "a DICOM file is decoded by another function");
    case ImageFormat::unknown:
      break;
  }
  return tl::unexpected(not_an_image(bytes));
}

DecodedFilm seen_upright(decoder::Decoded decoded) {
  DecodedFilm film{std::move(decoded.image), {}, std::move(decoded.notes)};
  const FilmChange change = decoder::upright(decoded.orientation);
  if (change == FilmChange{}) return film;
  film.image = changed(std::move(film.image), change);
  film.notes.push_back("Its orientation tag asks for it to be seen " + in_words(change) + ".");
  return film;
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
    case ImageFormat::unknown:
      break;
  }
  return "unknown";
}

ImageFormat sniff_format(std::span<const std::byte> bytes) {
  if (has_text_at(bytes, 0, "\x89PNG\r\n\x1a\n"sv)) return ImageFormat::png;
  if (has_text_at(bytes, 0, "\xff\xd8\xff"sv)) return ImageFormat::jpeg;
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
    return seen_upright(std::move(decoded));
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
