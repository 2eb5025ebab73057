// JPEG by libjpeg-turbo: 8 bits, Huffman or arithmetic coded, grey, YCbCr (its Y is Rec. 601 luma
// already), RGB, or CMYK for print; the orientation of EXIF.
#include <csetjmp>
#include <cstdio>

// jpeglib.h wants size_t and FILE declared before it.
#include "decoder.hpp"
#include "orientation.hpp"
#include "pixel.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace chestlens::decoder {
namespace {

constexpr int max_scans = 500;  // a progressive file of a few kilobytes can ask for hours

/// libjpeg with where to jump to and what it reported.
struct JpegReader {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf jump{};
  int first_loss = 0;  // message code of the first warning that means lost data, 0 for none
  bool ran_out = false;
  bool too_many_scans = false;

  JpegReader() = default;
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;
  ~JpegReader() { jpeg_destroy_decompress(&jpeg); }
};

JpegReader& reader_of(j_common_ptr jpeg) {
  return *static_cast<JpegReader*>(jpeg->client_data);
}

[[noreturn]] void on_error(j_common_ptr jpeg) {
  std::longjmp(reader_of(jpeg).jump, 1);
}

void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;  // a trace
  switch (jpeg->err->msg_code) {
    case JWRN_JPEG_EOF:  // libjpeg goes on with an end of its own
      reader_of(jpeg).ran_out = true;
      break;
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
      if (reader_of(jpeg).first_loss == 0) reader_of(jpeg).first_loss = jpeg->err->msg_code;
      break;
    default:
      break;  // oddities of metadata
  }
}

void on_output(j_common_ptr /*jpeg*/) {}

void on_progress(j_common_ptr jpeg) {
  JpegReader& reader = reader_of(jpeg);
  if (reader.jpeg.input_scan_number > max_scans) {
    reader.too_many_scans = true;
    on_error(jpeg);
  }
}

// The functions that set a jump hold nothing that needs destruction.

bool read_header(JpegReader& reader, Bytes bytes) {
  reader.jpeg.err = jpeg_std_error(&reader.errors);
  reader.jpeg.client_data = &reader;
  reader.errors.error_exit = on_error;
  reader.errors.emit_message = on_message;
  reader.errors.output_message = on_output;
  reader.progress.progress_monitor = on_progress;
  if (setjmp(reader.jump) != 0) return false;  // NOLINT: libjpeg's way to report
  jpeg_create_decompress(&reader.jpeg);
  reader.jpeg.progress = &reader.progress;
  jpeg_save_markers(&reader.jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_mem_src(&reader.jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&reader.jpeg, TRUE);
  return true;
}

bool start(JpegReader& reader, J_COLOR_SPACE output) {
  if (setjmp(reader.jump) != 0) return false;  // NOLINT: libjpeg's way to report
  reader.jpeg.out_color_space = output;
  reader.jpeg.dct_method = JDCT_ISLOW;  // exact in whole numbers on every machine
  reader.jpeg.do_fancy_upsampling = FALSE;
  reader.jpeg.do_block_smoothing = FALSE;
  jpeg_start_decompress(&reader.jpeg);
  return true;
}

bool read_row(JpegReader& reader, JSAMPLE* row) {
  if (setjmp(reader.jump) != 0) return false;  // NOLINT: libjpeg's way to report
  return jpeg_read_scanlines(&reader.jpeg, &row, 1) == 1;
}

bool finish(JpegReader& reader) {
  if (setjmp(reader.jump) != 0) return false;  // NOLINT: libjpeg's way to report
  return jpeg_finish_decompress(&reader.jpeg) == TRUE;
}

std::string reason_of(JpegReader& reader) {
  if (reader.too_many_scans) return fmt::format("more than {} scans", max_scans);
  if (reader.first_loss != 0) reader.errors.msg_code = reader.first_loss;
  std::array<char, JMSG_LENGTH_MAX> text{};
  reader.errors.format_message(reinterpret_cast<j_common_ptr>(&reader.jpeg), text.data());
  return text.data();
}

Error kind_not_read() {
  return {ErrorCode::unsupported,
          "JPEG of a kind not read here (lossless or hierarchical): save the film as PNG"};
}

/// The reason why the decoder stopped after `rows` good ones, as an error of ours.
Error stopped(JpegReader& reader, std::uint64_t rows) {
  const std::uint64_t height = reader.jpeg.image_height;
  if (reader.ran_out) return truncated_after("JPEG", rows, height);
  if (reader.first_loss == 0) {
    switch (reader.errors.msg_code) {
      case JERR_BAD_PRECISION:
        return {ErrorCode::unsupported,
                fmt::format("JPEG of {} bits per sample; 8 bits are read: save the film as PNG",
                            reader.jpeg.data_precision)};
      case JERR_SOF_UNSUPPORTED:
      case JERR_ARITH_NOTIMPL:
      case JERR_NOT_COMPILED:
        return kind_not_read();
      case JERR_IMAGE_TOO_BIG:
        return {ErrorCode::too_large, "JPEG of " + describe_size(reader.jpeg.image_width, height) +
                                          " pixels refused: the limit of JPEG is 65,500 a side"};
      case JERR_OUT_OF_MEMORY:
        return {ErrorCode::too_large, "there is not enough memory to decode this JPEG"};
      default:
        break;
    }
  }
  return corrupt_after("JPEG", rows, height, reason_of(reader));
}

/// Of 3 samples (RGB) or 4: CMYK as Adobe writes it, inverted, so that a channel times black is
/// red, green or blue.
std::array<std::uint32_t, 3> colors_of(const JSAMPLE* sample, int channels) {
  if (channels == 3) return {sample[0], sample[1], sample[2]};
  const auto over_ink = [&](int channel) { return over_black(sample[channel], sample[3], 255); };
  return {over_ink(0), over_ink(1), over_ink(2)};
}

/// is_colored() by the two differences from grey (JFIF 1.02), whose middle is 128.
bool has_chroma(int blue_difference, int red_difference) {
  const int cb = blue_difference - 128, cr = red_difference - 128;
  const auto [low, high] = std::minmax({1402 * cr, -344 * cb - 714 * cr, 1772 * cb});
  return high - low > 255 / 8 * 1000;
}

/// One grey row from libjpeg's samples; returns how many of its pixels are colored.
std::size_t store_row(const std::vector<JSAMPLE>& samples, J_COLOR_SPACE space, int channels,
                      std::uint16_t* line, std::size_t width) {
  std::size_t colored = 0;
  for (std::size_t x = 0; x < width; ++x) {
    const JSAMPLE* sample = samples.data() + x * static_cast<std::size_t>(channels);
    if (space == JCS_GRAYSCALE || space == JCS_YCbCr) {
      line[x] = sample[0];
      colored += space == JCS_YCbCr && has_chroma(sample[1], sample[2]) ? 1 : 0;
      continue;
    }
    const auto [red, green, blue] = colors_of(sample, channels);
    line[x] = static_cast<std::uint16_t>(luma(red, green, blue));
    colored += is_colored(red, green, blue, 255) ? 1 : 0;
  }
  return colored;
}

/// What libjpeg turns a stored color space into: a film's grey is the Y that is stored.
J_COLOR_SPACE output_space(J_COLOR_SPACE stored) {
  switch (stored) {
    case JCS_RGB:
      return JCS_RGB;
    case JCS_YCbCr:
      return JCS_YCbCr;
    case JCS_CMYK:
    case JCS_YCCK:
      return JCS_CMYK;
    default:
      return JCS_GRAYSCALE;
  }
}

/// Whether every scan of a progressive file came: each coefficient to its last bit.
bool has_every_scan(const JpegReader& reader) {
  if (reader.jpeg.coef_bits == nullptr) return true;
  for (int component = 0; component < reader.jpeg.num_components; ++component) {
    const auto& bits = reader.jpeg.coef_bits[component];
    if (std::any_of(bits, bits + DCTSIZE2, [](int left) { return left != 0; })) return false;
  }
  return true;
}

int orientation_of(const JpegReader& reader) {
  constexpr std::string_view exif("Exif\0\0", 6);
  for (auto* marker = reader.jpeg.marker_list; marker != nullptr; marker = marker->next) {
    const auto* data = reinterpret_cast<const char*>(marker->data);
    const std::string_view text(data, marker->data_length);
    if (!text.starts_with(exif)) continue;
    return exif_orientation(std::as_bytes(std::span(text.substr(exif.size()))));
  }
  return 1;
}

}  // namespace

Result<Decoded> decode_jpeg(Bytes bytes, const DecodeLimits& limits) {
  JpegReader reader;
  if (!read_header(reader, bytes)) return tl::unexpected(stopped(reader, 0));
  const std::size_t width = reader.jpeg.image_width;
  const std::size_t height = reader.jpeg.image_height;
  CHESTLENS_CHECK(check_size("JPEG", width, height, limits));
  const J_COLOR_SPACE stored = reader.jpeg.jpeg_color_space;
  if (stored == JCS_UNKNOWN) {
    return fail(ErrorCode::unsupported, fmt::format("JPEG of {} channels: save the film as PNG",
                                                    reader.jpeg.num_components));
  }
  if (!start(reader, output_space(stored)) || reader.first_loss != 0) {
    return tl::unexpected(stopped(reader, 0));
  }
  if (reader.ran_out && !has_every_scan(reader)) return tl::unexpected(stopped(reader, 0));
  const int channels = reader.jpeg.output_components;
  Decoded decoded{.image = blank_image(width, height, 255), .orientation = orientation_of(reader)};
  std::vector<JSAMPLE> row(width * static_cast<std::size_t>(channels));
  for (std::size_t y = 0; y < height; ++y) {
    // A loss shows up before the rows that it spoils.
    if (reader.first_loss != 0 || !read_row(reader, row.data()) || reader.first_loss != 0) {
      return tl::unexpected(stopped(reader, y));
    }
    decoded.colored_pixels += store_row(row, reader.jpeg.out_color_space, channels,
                                        decoded.image.pixels.data() + y * width, width);
  }
  if (!finish(reader) || reader.first_loss != 0) return tl::unexpected(stopped(reader, height));
  if (reader.ran_out) decoded.notes.emplace_back(cut_at_its_end);
  return decoded;
}

}  // namespace chestlens::decoder
