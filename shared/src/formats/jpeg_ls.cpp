// JPEG-LS by the CharLS in DCMTK, which is given the file as the pixels of a DICOM file: 6 to 16
// bits, grey or RGB, lossless or near it.
#include "../decode/pixel.hpp"
#include "dcmtk.hpp"
#include "film_decoders.hpp"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace chestlens::formats {
namespace {

using decoder::Bytes;
using decoder::Decoded;

/// What the markers before the first scan say (ISO/IEC 14495-1, C.2).
struct Header {
  std::uint16_t bits = 8;
  std::uint16_t width = 0;
  std::uint16_t height = 0;
  std::uint16_t samples = 1;
  bool has_palette = false;
};

std::uint16_t number_at(Bytes bytes, std::size_t at, std::size_t count) {
  unsigned value = 0;
  for (const std::byte byte : bytes.subspan(at, count)) {
    value = value << 8U | std::to_integer<unsigned>(byte);
  }
  return static_cast<std::uint16_t>(value);
}

/// None where the file ends before its first scan.
std::optional<Header> read_header(Bytes bytes) {
  constexpr unsigned frame = 0xFFF7, parameters = 0xFFF8, scan = 0xFFDA;
  Header header;
  for (std::size_t at = 2; at + 4 <= bytes.size();) {
    const unsigned marker = number_at(bytes, at, 2);
    const std::size_t length = number_at(bytes, at + 2, 2);
    if (marker == scan) return header;
    if (length > bytes.size() - at - 2) break;
    const Bytes segment = bytes.subspan(at + 4, std::max<std::size_t>(length, 2) - 2);
    if (marker == frame && segment.size() >= 6) {
      header.bits = number_at(segment, 0, 1);
      header.height = number_at(segment, 1, 2);
      header.width = number_at(segment, 3, 2);
      header.samples = number_at(segment, 5, 1);
    }
    if (marker == parameters && !segment.empty()) {
      const unsigned kind = number_at(segment, 0, 1);
      header.has_palette |= kind == 2 || kind == 3;
    }
    at += 2 + length;
  }
  return std::nullopt;
}

Status check_kind(const Header& header) {
  if ((header.samples != 1 && header.samples != 3) || header.bits < 6 || header.bits > 16 ||
      header.has_palette) {
    return fail(
        ErrorCode::unsupported,
        fmt::format("JPEG-LS of {} samples of {} bits{}: save the film as PNG", header.samples,
                    header.bits, header.has_palette ? " with a palette" : ""));
  }
  return {};
}

/// Whether the mark of the end is there: no scan holds its bytes.
bool has_end(Bytes bytes) {
  constexpr std::array mark = {std::byte{0xFF}, std::byte{0xD9}};
  return !std::ranges::search(bytes, mark).empty();
}

/// The file as a fragment of an even number of bytes. CharLS reads on where the mark of the end is
/// missing.
std::vector<Uint8> fragment_of(Bytes bytes) {
  std::vector<Uint8> fragment(bytes.size());
  std::ranges::transform(bytes, fragment.begin(),
                         [](std::byte byte) { return std::to_integer<Uint8>(byte); });
  if (!has_end(bytes)) fragment.insert(fragment.end(), {0xFF, 0xD9});
  fragment.resize(fragment.size() + fragment.size() % 2);
  return fragment;
}

/// A dataset of this header and of the file as its only fragment.
std::unique_ptr<DcmDataset> dataset_of(Bytes bytes, const Header& header) {
  auto data = std::make_unique<DcmDataset>();
  data->putAndInsertUint16(DCM_SamplesPerPixel, header.samples);
  data->putAndInsertString(DCM_PhotometricInterpretation,
                           header.samples == 3 ? "RGB" : "MONOCHROME2");
  if (header.samples == 3) data->putAndInsertUint16(DCM_PlanarConfiguration, 0);
  data->putAndInsertUint16(DCM_Rows, header.height);
  data->putAndInsertUint16(DCM_Columns, header.width);
  data->putAndInsertUint16(DCM_BitsAllocated, header.bits > 8 ? 16 : 8);
  data->putAndInsertUint16(DCM_BitsStored, header.bits);
  data->putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(header.bits - 1));
  data->putAndInsertUint16(DCM_PixelRepresentation, 0);
  std::vector<Uint8> fragment = fragment_of(bytes);
  // The dataset owns its pixels, they their sequence, and it its items.
  auto* pixels = new DcmPixelData(DCM_PixelData);
  auto* sequence = new DcmPixelSequence(DCM_PixelSequenceTag);
  auto* item = new DcmPixelItem(DCM_PixelItemTag);
  item->putUint8Array(fragment.data(), static_cast<unsigned long>(fragment.size()));
  sequence->insert(new DcmPixelItem(DCM_PixelItemTag));  // the table of offsets
  sequence->insert(item);
  pixels->putOriginalRepresentation(EXS_JPEGLSLossy, nullptr, sequence);
  data->insert(pixels);
  return data;
}

}  // namespace

Result<Decoded> decode_jpeg_ls(Bytes bytes, const DecodeLimits& limits) {
  set_up_dcmtk();
  const std::optional<Header> header = read_header(bytes);
  if (!header) return tl::unexpected(decoder::truncated_after("JPEG-LS", 0, 0));
  CHESTLENS_CHECK(check_kind(*header));
  CHESTLENS_CHECK(decoder::check_size("JPEG-LS", header->width, header->height, limits));
  const auto data = dataset_of(bytes, *header);
  DcmElement* element = nullptr;
  if (data->findAndGetElement(DCM_PixelData, element).bad()) {
    return fail(ErrorCode::corrupt, "JPEG-LS pixels cannot be decoded");
  }
  const bool is_wide = header->bits > 8;
  const std::uint16_t max_level = is_wide ? 65535 : 255;
  Decoded decoded{.image = decoder::blank_image(header->width, header->height, max_level)};
  auto& pixels = decoded.image.pixels;
  const std::size_t values = pixels.size() * header->samples;
  std::vector<std::uint16_t> words(is_wide ? values : (values + 1) / 2);
  Uint32 fragment = 1;
  OFString color_model;
  const OFCondition status = static_cast<DcmPixelData*>(element)->getUncompressedFrame(
      data.get(), 0, fragment, words.data(), static_cast<Uint32>(words.size() * 2), color_model);
  if (status.bad()) {
    if (!has_end(bytes)) return fail(ErrorCode::truncated, "JPEG-LS ends before its last pixel");
    return fail(ErrorCode::corrupt,
                fmt::format("JPEG-LS pixels cannot be decoded: {}", status.text()));
  }
  const auto* narrow = reinterpret_cast<const std::uint8_t*>(words.data());
  const std::uint32_t stored_max = (1U << header->bits) - 1U;
  const auto level = [&](std::size_t value) {
    const std::uint32_t stored = is_wide ? words[value] : narrow[value];
    return decoder::rescale(std::min(stored, stored_max), stored_max, max_level);
  };
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    if (header->samples != 3) {
      pixels[i] = static_cast<std::uint16_t>(level(i));
      continue;
    }
    const std::uint32_t red = level(3 * i), green = level(3 * i + 1), blue = level(3 * i + 2);
    pixels[i] = static_cast<std::uint16_t>(decoder::luma(red, green, blue));
    if (decoder::is_colored(red, green, blue, max_level)) ++decoded.colored_pixels;
  }
  if (!has_end(bytes))
    decoded.notes.emplace_back("The file's end is missing, and with it perhaps its last pixels.");
  return decoded;
}

}  // namespace chestlens::formats
