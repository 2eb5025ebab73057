#include "stored_frame.hpp"

#include "../decode/decoder.hpp"
#include "../formats/jpeg2000.hpp"
#include "element.hpp"

#include <chestlens/image.hpp>
#include <chestlens/text.hpp>

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <span>

namespace chestlens::dicom {
namespace {

Result<int> wanted(DcmItem& data, const DcmTagKey& tag, const char* name) {
  const auto value = integer_of(data, tag);
  if (!value) return fail(ErrorCode::corrupt, fmt::format("DICOM header has no {}", name));
  return *value;
}

std::size_t values_per_frame(const PixelLayout& layout) {
  return area_pixels(layout.width_pixels, layout.height_pixels) *
         static_cast<std::size_t>(layout.samples);
}

/// The number of coded bytes of a frame that is not compressed. YBR_FULL_422 has a blue and a red
/// for two pixels.
std::size_t bytes_per_frame(const PixelLayout& layout) {
  const std::size_t values = layout.photometric == "YBR_FULL_422"
                                 ? area_pixels(layout.width_pixels, layout.height_pixels) * 2
                                 : values_per_frame(layout);
  return values * static_cast<std::size_t>(layout.bits_allocated / 8);
}

/// Takes the stored bits out of an allocated word, and extends their sign.
std::int32_t stored_value(std::uint32_t word, const PixelLayout& layout) {
  const int shift = layout.high_bit + 1 - layout.bits_stored;
  const std::uint32_t mask = (1U << layout.bits_stored) - 1U;
  const std::uint32_t value = (word >> shift) & mask;
  const bool is_negative = layout.is_signed && (value >> (layout.bits_stored - 1)) != 0;
  return static_cast<std::int32_t>(is_negative ? value | ~mask : value);
}

/// Y of pixel i of Y Y B R Y Y B R ...: the colors are not needed for grey.
StoredFrame luma_of_422(const PixelLayout& layout, std::span<const std::uint8_t> coded) {
  StoredFrame frame{layout, {}};
  frame.layout.samples = 1;
  frame.values.resize(area_pixels(layout.width_pixels, layout.height_pixels));
  for (std::size_t i = 0; i < frame.values.size(); ++i) {
    frame.values[i] = coded[i / 2 * 4 + i % 2];
  }
  return frame;
}

template <typename Word>
StoredFrame frame_of(const PixelLayout& layout, std::span<const Word> words) {
  StoredFrame frame{layout, std::vector<std::int32_t>(words.size())};
  frame.layout.planar = false;
  const auto samples = static_cast<std::size_t>(layout.samples);
  const std::size_t area = words.size() / samples;
  for (std::size_t i = 0; i < area; ++i) {
    for (std::size_t sample = 0; sample < samples; ++sample) {
      const std::size_t from = layout.planar ? sample * area + i : i * samples + sample;
      frame.values[i * samples + sample] = stored_value(words[from], layout);
    }
  }
  return frame;
}

Result<StoredFrame> read_native(DcmDataset& data, const PixelLayout& layout, int frame) {
  const std::size_t bytes = bytes_per_frame(layout);
  const std::size_t offset = bytes * static_cast<std::size_t>(frame);
  DcmElement* element = nullptr;
  if (data.findAndGetElement(DCM_PixelData, element).bad()) {
    return fail(ErrorCode::corrupt, "DICOM file has no pixels");
  }
  const std::size_t length = element->getLength();
  if (length < offset + bytes) {
    return fail(ErrorCode::truncated,
                fmt::format("DICOM pixels end after {} of {} bytes", group_digits(length),
                            group_digits(offset + bytes)));
  }
  if (layout.bits_allocated == 8) {
    const Uint8* values = nullptr;
    if (data.findAndGetUint8Array(DCM_PixelData, values).bad() || !values) {
      return fail(ErrorCode::truncated, "DICOM pixels cannot be read");
    }
    const std::span<const std::uint8_t> coded(values + offset, bytes);
    return layout.photometric == "YBR_FULL_422" ? luma_of_422(layout, coded)
                                                : frame_of(layout, coded);
  }
  const Uint16* values = nullptr;
  if (data.findAndGetUint16Array(DCM_PixelData, values).bad() || !values) {
    return fail(ErrorCode::truncated, "DICOM pixels cannot be read");
  }
  return frame_of(layout, std::span<const std::uint16_t>(values + offset / 2, bytes / 2));
}

/// The fragments of a frame, one after the other.
Result<std::vector<std::byte>> codestream(DcmPixelSequence& sequence, const PixelLayout& layout,
                                          int frame) {
  const auto count = static_cast<Uint32>(sequence.card());
  Uint32 first = 1;  // fragment 0 is the table of offsets
  Uint32 end = count;
  const auto start_of = [&](int number, Uint32& fragment) {
    return DcmCodec::determineStartFragment(static_cast<Uint32>(number), layout.frames, &sequence,
                                            fragment)
        .good();
  };
  if (layout.frames > 1 &&
      (!start_of(frame, first) || (frame + 1 < layout.frames && !start_of(frame + 1, end)))) {
    return fail(ErrorCode::corrupt, fmt::format("DICOM frame {} is not found", frame + 1));
  }
  std::vector<std::byte> bytes;
  for (Uint32 i = first; i < end; ++i) {
    DcmPixelItem* fragment = nullptr;
    Uint8* values = nullptr;
    if (sequence.getItem(fragment, i).bad() || fragment->getUint8Array(values).bad() || !values) {
      return fail(ErrorCode::truncated, "DICOM pixels end early");
    }
    const std::size_t old = bytes.size();
    bytes.resize(old + fragment->getLength());
    std::memcpy(bytes.data() + old, values, fragment->getLength());
  }
  return bytes;
}

Status check_components(const opj_image_t& image, const PixelLayout& layout) {
  if (image.numcomps != static_cast<unsigned>(layout.samples)) {
    return fail(ErrorCode::corrupt,
                fmt::format("JPEG 2000 has {} components where the header says {}", image.numcomps,
                            layout.samples));
  }
  for (const auto& component : std::span(image.comps, image.numcomps)) {
    if (component.dx != 1 || component.dy != 1 || component.prec != image.comps[0].prec) {
      return fail(ErrorCode::unsupported, "JPEG 2000 has components of different sizes or bits");
    }
  }
  if (image.comps[0].prec > 16) {
    return fail(ErrorCode::unsupported,
                fmt::format("JPEG 2000 of {} bits: films have at most 16", image.comps[0].prec));
  }
  const std::uint32_t width = image.x1 - image.x0;
  const std::uint32_t height = image.y1 - image.y0;
  if (width != static_cast<unsigned>(layout.width_pixels) ||
      height != static_cast<unsigned>(layout.height_pixels)) {
    return fail(ErrorCode::corrupt,
                fmt::format("JPEG 2000 is of {} pixels where the header says {}",
                            describe_size(width, height),
                            describe_size(layout.width_pixels, layout.height_pixels)));
  }
  return {};
}

/// Where header and codestream contradict each other, the codestream's bits and its sign hold.
Result<StoredFrame> read_jpeg2000(DcmPixelSequence& sequence, const PixelLayout& layout,
                                  int frame) {
  CHESTLENS_TRY(const auto bytes, codestream(sequence, layout, frame));
  CHESTLENS_TRY(auto file, formats::Jpeg2000::open(bytes));
  const opj_image_t& image = file.image();
  CHESTLENS_CHECK(check_components(image, layout));  // before memory is taken
  CHESTLENS_CHECK(file.decode());
  StoredFrame stored{layout, std::vector<std::int32_t>(values_per_frame(layout))};
  stored.layout.planar = false;
  stored.layout.bits_stored = static_cast<int>(image.comps[0].prec);
  stored.layout.high_bit = stored.layout.bits_stored - 1;
  stored.layout.is_signed = layout.is_signed || image.comps[0].sgnd != 0;
  const auto samples = static_cast<std::size_t>(layout.samples);
  for (std::size_t i = 0; i < stored.values.size(); ++i) {
    const OPJ_INT32 value = image.comps[i % samples].data[i / samples];
    stored.values[i] = stored_value(static_cast<std::uint32_t>(value), stored.layout);
  }
  // OpenJPEG has turned YBR_ICT and YBR_RCT back to RGB.
  if (layout.samples == 3 && layout.photometric != "YBR_FULL") stored.layout.photometric = "RGB";
  return stored;
}

Result<StoredFrame> read_compressed(DcmDataset& data, DcmPixelData& pixels,
                                    const PixelLayout& layout, int frame) {
  const bool wide = layout.bits_allocated > 8;
  const std::size_t count = values_per_frame(layout);
  std::vector<std::uint16_t> words(wide ? count : (count + 1) / 2);
  Uint32 fragment = 0;
  OFString model;
  const OFCondition status =
      pixels.getUncompressedFrame(&data, static_cast<Uint32>(frame), fragment, words.data(),
                                  static_cast<Uint32>(words.size() * 2), model);
  if (status == EC_CannotChangeRepresentation || status == EC_UnsupportedEncoding) {
    return fail(ErrorCode::unsupported,
                fmt::format("DICOM pixels in {} are not read; convert the file to an uncompressed "
                            "transfer syntax",
                            DcmXfer(data.getOriginalXfer()).getXferName()));
  }
  if (status.bad()) {
    return fail(ErrorCode::corrupt,
                fmt::format("DICOM pixels in {} cannot be decoded: {}",
                            DcmXfer(data.getOriginalXfer()).getXferName(), status.text()));
  }
  PixelLayout decoded = layout;
  // DCMTK gives JPEG and JPEG-LS pixel by pixel, as it was asked to; run lengths as the header
  // says.
  if (data.getOriginalXfer() != EXS_RLELossless) decoded.planar = false;
  if (!model.empty() && layout.samples == 3) decoded.photometric = model.c_str();
  if (wide) return frame_of(decoded, std::span<const std::uint16_t>(words));
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(words.data());
  return frame_of(decoded, std::span<const std::uint8_t>(bytes, count));
}

}  // namespace

Result<PixelLayout> read_layout(DcmDataset& data, const DecodeLimits& limits) {
  if (data.tagExists(DCM_DirectoryRecordSequence)) {
    return fail(ErrorCode::unsupported,
                "is the table of contents of a disc, no film; give the folder that it lies in");
  }
  if (!data.tagExists(DCM_PixelData)) {
    return fail(ErrorCode::unsupported, "DICOM file has no pixels: it is no film");
  }
  PixelLayout layout;
  CHESTLENS_TRY(layout.width_pixels, wanted(data, DCM_Columns, "Columns"));
  CHESTLENS_TRY(layout.height_pixels, wanted(data, DCM_Rows, "Rows"));
  CHESTLENS_CHECK(decoder::check_size("DICOM", static_cast<std::uint64_t>(layout.width_pixels),
                                      static_cast<std::uint64_t>(layout.height_pixels), limits));
  CHESTLENS_TRY(layout.bits_allocated, wanted(data, DCM_BitsAllocated, "Bits Allocated"));
  layout.samples = integer_of(data, DCM_SamplesPerPixel).value_or(1);
  layout.bits_stored = integer_of(data, DCM_BitsStored).value_or(layout.bits_allocated);
  layout.high_bit = integer_of(data, DCM_HighBit).value_or(layout.bits_stored - 1);
  layout.is_signed = integer_of(data, DCM_PixelRepresentation).value_or(0) == 1;
  layout.planar = integer_of(data, DCM_PlanarConfiguration).value_or(0) == 1;
  layout.frames = static_cast<int>(number_of(data, DCM_NumberOfFrames).value_or(1));
  layout.photometric = text_of(data, DCM_PhotometricInterpretation);
  if (layout.samples != 1 && layout.samples != 3) {
    return fail(ErrorCode::unsupported,
                fmt::format("DICOM of {} samples per pixel: 1 and 3 are read", layout.samples));
  }
  if (layout.bits_allocated != 8 && layout.bits_allocated != 16) {
    return fail(ErrorCode::unsupported,
                fmt::format("DICOM of {} bits allocated: 8 and 16 are read, as films have them",
                            layout.bits_allocated));
  }
  if (layout.bits_stored < 1 || layout.high_bit >= layout.bits_allocated ||
      layout.high_bit + 1 < layout.bits_stored) {
    return fail(ErrorCode::corrupt,
                fmt::format("DICOM header says {} bits stored up to bit {} of {}",
                            layout.bits_stored, layout.high_bit, layout.bits_allocated));
  }
  if (layout.frames < 1) {
    return fail(ErrorCode::corrupt, fmt::format("DICOM header says {} frames", layout.frames));
  }
  return layout;
}

Result<StoredFrame> read_stored_frame(DcmDataset& data, const PixelLayout& layout, int frame) {
  DcmElement* element = nullptr;
  if (data.findAndGetElement(DCM_PixelData, element).bad()) {
    return fail(ErrorCode::corrupt, "DICOM file has no pixels");
  }
  auto& pixels = *static_cast<DcmPixelData*>(element);
  const DcmXfer xfer(data.getOriginalXfer());
  if (!xfer.isEncapsulated()) return read_native(data, layout, frame);
  const bool is_jpeg2000 =
      xfer.getXfer() == EXS_JPEG2000 || xfer.getXfer() == EXS_JPEG2000LosslessOnly;
  if (!is_jpeg2000) return read_compressed(data, pixels, layout, frame);
  DcmPixelSequence* sequence = nullptr;
  if (pixels.getEncapsulatedRepresentation(xfer.getXfer(), nullptr, sequence).bad() || !sequence) {
    return fail(ErrorCode::corrupt, "DICOM file holds no JPEG 2000 pixels");
  }
  return read_jpeg2000(*sequence, layout, frame);
}

}  // namespace chestlens::dicom
