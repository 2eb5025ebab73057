#include "not_an_image.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace chestlens::decoder {
namespace {

using namespace std::string_view_literals;

/// A kind of file by its magic bytes. A picture can be saved as another format.
struct Kind {
  std::string_view text = {};
  std::string_view name = {};
  bool is_picture = false;
};

constexpr std::array kinds{
    Kind{"%PDF"sv, "a PDF document"},
    Kind{"GIF8"sv, "a GIF image", true},
    Kind{"\0\0\0\x0cJXL \r\n\x87\n"sv, "a JPEG XL image", true},
    Kind{"\xff\x0a"sv, "a JPEG XL image", true},
    Kind{"8BPS"sv, "a Photoshop image", true},
    Kind{"PK\x03\x04"sv, "a ZIP archive"},
    Kind{"\x1f\x8b"sv, "a gzip archive"},
    Kind{"<"sv, "an HTML, XML or SVG text"},
};

/// Whether a file of boxes (ISO/IEC 14496-12) names the brand as its own or as one that it is
/// compatible with.
bool has_brand(Bytes bytes, std::string_view brand) {
  constexpr std::size_t most_bytes = 256;
  const std::size_t box =
      std::to_integer<std::size_t>(bytes[2]) << 8U | std::to_integer<std::size_t>(bytes[3]);
  const std::size_t end = std::min({box, bytes.size(), most_bytes});
  for (std::size_t at = 8; at + brand.size() <= end; at += brand.size()) {
    if (at != 12 && has_text_at(bytes, at, brand)) return true;  // 12: the brand's version
  }
  return false;
}

/// What a file that begins with a box of brands is.
Kind kind_by_brand(Bytes bytes) {
  constexpr std::array avif = {"avif"sv, "avis"sv};
  constexpr std::array heic = {"heic"sv, "heix"sv, "heim"sv, "heis"sv,
                               "hevc"sv, "hevx"sv, "mif1"sv, "msf1"sv};
  const auto has = [&](std::string_view brand) { return has_brand(bytes, brand); };
  if (std::ranges::any_of(avif, has)) return {.name = "an AVIF image", .is_picture = true};
  if (std::ranges::any_of(heic, has)) return {.name = "a HEIC image", .is_picture = true};
  return {.name = "a video"};
}

Error named(const Kind& kind) {
  if (kind.is_picture) {
    return {ErrorCode::not_an_image,
            fmt::format("this is {}, which is not read: save the film as PNG or JPEG", kind.name)};
  }
  return {ErrorCode::not_an_image,
          fmt::format("this is {}; films are read as {}", kind.name, film_formats)};
}

}  // namespace

Error not_an_image(Bytes bytes) {
  if (bytes.empty()) return {ErrorCode::not_an_image, "the file is empty (0 bytes)"};
  if (has_text_at(bytes, 4, "ftyp")) return named(kind_by_brand(bytes));
  const auto* const kind = std::ranges::find_if(
      kinds, [&](const Kind& each) { return has_text_at(bytes, 0, each.text); });
  if (kind != kinds.end()) return named(*kind);
  return {ErrorCode::not_an_image,
          fmt::format("these {} bytes are of no known image format; films are read as {}",
                      group_digits(bytes.size()), film_formats)};
}

}  // namespace chestlens::decoder
