// JPEG 2000 by OpenJPEG: a codestream or a JP2 file; 1 to 31 bits, grey, color, palette or YCC (its
// Y is the luma already), alpha.
#include "../decode/pixel.hpp"
#include "film_decoders.hpp"
#include "jpeg2000.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace chestlens::formats {
namespace {

using decoder::Decoded;

constexpr unsigned most_components = 4;

Error components_not_read(unsigned components) {
  return {ErrorCode::unsupported,
          fmt::format("JPEG 2000 of {} components: save the film as PNG", components)};
}

/// Which components make a pixel.
struct Channels {
  std::size_t colors = 1;  // 1, grey or a luma, or 3
  std::optional<std::size_t> alpha = {};
};

/// Two components are grey and alpha, four a color and alpha, whether the header says so or not.
Result<Channels> channels_of(const opj_image_t& image) {
  const unsigned count = image.numcomps;
  if (count == 0 || count > most_components || image.color_space == OPJ_CLRSPC_CMYK) {
    return tl::unexpected(components_not_read(count));
  }
  Channels channels;
  if (count % 2 == 0) channels.alpha = count - 1;
  const bool has_luma =
      image.color_space == OPJ_CLRSPC_SYCC || image.color_space == OPJ_CLRSPC_EYCC;
  if (count >= 3 && !has_luma) channels.colors = 3;
  return channels;
}

/// A component's values as levels.
class Plane {
 public:
  Plane(const opj_image_comp_t& component, std::uint16_t max_level)
      : component_(component),
        stored_max_((1U << component.prec) - 1U),
        lowest_(component.sgnd != 0 ? -(std::int64_t{1} << (component.prec - 1)) : 0),
        max_level_(max_level) {}

  std::uint32_t level(std::size_t pixel) const {
    const std::int64_t value =
        std::clamp<std::int64_t>(component_.data[pixel] - lowest_, 0, stored_max_);
    return decoder::rescale(static_cast<std::uint32_t>(value), stored_max_, max_level_);
  }

 private:
  const opj_image_comp_t& component_;
  std::uint32_t stored_max_;
  std::int64_t lowest_;
  std::uint16_t max_level_;
};

/// The components that are used have a value for every pixel.
Status check_sizes(const opj_image_t& image, const Channels& channels) {
  const std::span components(image.comps, image.numcomps);
  for (std::size_t i = 0; i < components.size(); ++i) {
    const bool is_used = i < channels.colors || i == channels.alpha;
    const opj_image_comp_t& each = components[i];
    if (is_used && (each.w != image.x1 - image.x0 || each.h != image.y1 - image.y0 ||
                    each.prec == 0 || each.prec > 31)) {
      return fail(ErrorCode::unsupported,
                  "JPEG 2000 has components of different sizes: save the film as PNG");
    }
  }
  return {};
}

Decoded decoded_of(const opj_image_t& image, const Channels& channels) {
  const std::uint16_t max_level = image.comps[0].prec <= 8 ? 255 : 65535;
  std::vector<Plane> planes;
  for (unsigned i = 0; i < image.numcomps; ++i) planes.emplace_back(image.comps[i], max_level);
  Decoded decoded{.image = decoder::blank_image(image.comps[0].w, image.comps[0].h, max_level)};
  auto& pixels = decoded.image.pixels;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const std::uint32_t first = planes[0].level(i);
    if (channels.colors != 3) {
      pixels[i] = static_cast<std::uint16_t>(first);
      continue;
    }
    const std::uint32_t green = planes[1].level(i), blue = planes[2].level(i);
    pixels[i] = static_cast<std::uint16_t>(decoder::luma(first, green, blue));
    if (decoder::is_colored(first, green, blue, max_level)) ++decoded.colored_pixels;
  }
  if (!channels.alpha) return decoded;
  std::vector<std::uint16_t> alpha(pixels.size());
  for (std::size_t i = 0; i < alpha.size(); ++i) {
    alpha[i] = static_cast<std::uint16_t>(planes[*channels.alpha].level(i));
  }
  decoder::lay_over_black(decoded, alpha);
  return decoded;
}

}  // namespace

Result<Decoded> decode_jpeg2000(decoder::Bytes bytes, const DecodeLimits& limits) {
  CHESTLENS_TRY(auto file, Jpeg2000::open(bytes));
  const opj_image_t& image = file.image();
  CHESTLENS_CHECK(
      decoder::check_size("JPEG 2000", image.x1 - image.x0, image.y1 - image.y0, limits));
  if (image.numcomps > most_components) return tl::unexpected(components_not_read(image.numcomps));
  CHESTLENS_CHECK(file.decode());
  CHESTLENS_TRY(const auto channels, channels_of(image));
  CHESTLENS_CHECK(check_sizes(image, channels));
  Decoded decoded = decoded_of(image, channels);
  if (file.lacks_end()) decoded.notes.emplace_back(decoder::cut_at_its_end);
  return decoded;
}

}  // namespace chestlens::formats
