// WebP by libwebp: lossy or lossless, alpha; the orientation of EXIF. Color profiles are not
// applied.
#include "../decode/orientation.hpp"
#include "../decode/pixel.hpp"
#include "film_decoders.hpp"

#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>
#include <string_view>

namespace chestlens::formats {
namespace {

using decoder::Bytes;
using decoder::Decoded;

struct DeleteDecoder {
  void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
};
struct DeleteDemuxer {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

const std::uint8_t* data_of(Bytes bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

Error stopped(VP8StatusCode status, std::uint64_t rows, std::uint64_t height_pixels) {
  switch (status) {
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
      return decoder::truncated_after("WebP", rows, height_pixels);
    case VP8_STATUS_OUT_OF_MEMORY:
      return {ErrorCode::too_large, "there is not enough memory to decode this WebP"};
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return {ErrorCode::unsupported, "WebP of a kind not read here: save the film as PNG"};
    default:
      return decoder::corrupt_after("WebP", rows, height_pixels, "its data make no sense");
  }
}

int orientation_of(Bytes bytes) {
  const WebPData file{data_of(bytes), bytes.size()};
  WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
  const std::unique_ptr<WebPDemuxer, DeleteDemuxer> demuxer(WebPDemuxPartial(&file, &state));
  WebPChunkIterator chunk{};
  if (demuxer == nullptr || WebPDemuxGetChunk(demuxer.get(), "EXIF", 1, &chunk) == 0) return 1;
  Bytes exif = std::as_bytes(std::span(chunk.chunk.bytes, chunk.chunk.size));
  constexpr std::string_view prefix("Exif\0\0", 6);  // of JPEG; some programs leave it
  if (decoder::has_text_at(exif, 0, prefix)) exif = exif.subspan(prefix.size());
  const int orientation = decoder::exif_orientation(exif);
  WebPDemuxReleaseChunkIterator(&chunk);
  return orientation;
}

/// Whether the file is shorter than its header says.
bool is_cut(Bytes bytes) {
  std::uint64_t riff_bytes = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    riff_bytes |= std::to_integer<std::uint64_t>(bytes[4 + i]) << (8U * i);
  }
  return bytes.size() < riff_bytes + 8;
}

}  // namespace

Result<Decoded> decode_webp(Bytes bytes, const DecodeLimits& limits) {
  WebPBitstreamFeatures features;
  const VP8StatusCode header = WebPGetFeatures(data_of(bytes), bytes.size(), &features);
  if (header != VP8_STATUS_OK) return tl::unexpected(stopped(header, 0, 0));
  CHESTLENS_CHECK(decoder::check_size("WebP", static_cast<std::uint64_t>(features.width),
                                      static_cast<std::uint64_t>(features.height), limits));
  if (features.has_animation != 0) {
    return fail(ErrorCode::unsupported, "WebP of several pictures: save the film's as PNG");
  }
  const auto width = static_cast<std::size_t>(features.width);
  const auto height = static_cast<std::size_t>(features.height);
  // Bit by bit, since all at once refuses a file of which only the end is missing.
  std::vector<std::uint8_t> rgba(width * height * 4);
  const std::unique_ptr<WebPIDecoder, DeleteDecoder> webp(
      WebPINewRGB(MODE_RGBA, rgba.data(), rgba.size(), static_cast<int>(width * 4)));
  if (webp == nullptr) return tl::unexpected(stopped(VP8_STATUS_OUT_OF_MEMORY, 0, 0));
  const VP8StatusCode status = WebPIUpdate(webp.get(), data_of(bytes), bytes.size());
  if (status != VP8_STATUS_OK) {
    int rows = 0;
    WebPIDecGetRGB(webp.get(), &rows, nullptr, nullptr, nullptr);
    return tl::unexpected(stopped(status, static_cast<std::uint64_t>(rows), height));
  }

  Decoded decoded{.image = decoder::blank_image(width, height, 255),
                  .orientation = orientation_of(bytes)};
  auto& pixels = decoded.image.pixels;
  std::vector<std::uint16_t> alpha(features.has_alpha != 0 ? pixels.size() : 0);
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const std::uint8_t* pixel = rgba.data() + i * 4;
    pixels[i] = static_cast<std::uint16_t>(decoder::luma(pixel[0], pixel[1], pixel[2]));
    if (decoder::is_colored(pixel[0], pixel[1], pixel[2], 255)) ++decoded.colored_pixels;
    if (!alpha.empty()) alpha[i] = pixel[3];
  }
  if (!alpha.empty()) decoder::lay_over_black(decoded, alpha);
  if (is_cut(bytes)) decoded.notes.emplace_back(decoder::cut_at_its_end);
  return decoded;
}

}  // namespace chestlens::formats
