// JPEG by libjpeg-turbo: 8 bits, grey, YCbCr (its Y is Rec. 601 luma already) or RGB. CMYK is for
// print and refused. An EXIF orientation is not applied: the stored rows are the film.
#include <csetjmp>
#include <cstdio>

// jpeglib.h wants size_t and FILE declared before it.
#include "decoder.hpp"
#include "pixel.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <jerror.h>
#include <jpeglib.h>

#include <array>
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
    case JWRN_JPEG_EOF:
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
  return {
      ErrorCode::unsupported,
      "JPEG of a kind not read here (lossless, hierarchical or arithmetic coded): save the film "
      "as PNG"};
}

/// The reason why the decoder stopped after `rows` good ones, as an error of ours.
Error stopped(JpegReader& reader, std::uint64_t rows) {
  const std::uint64_t height = reader.jpeg.image_height;
  if (reader.first_loss == JWRN_JPEG_EOF) return truncated_after("JPEG", rows, height);
  if (reader.first_loss == 0) {
    switch (reader.errors.msg_code) {
      case JERR_BAD_PRECISION:
        return {ErrorCode::unsupported,
                fmt::format("JPEG of {} bits per sample; 8 bits are read: save the film as PNG",
                            reader.jpeg.data_precision)};
      case JERR_SOF_UNSUPPORTED:
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

/// One grey row from libjpeg's samples, 1 or 3 per pixel.
void store_row(const std::vector<JSAMPLE>& samples, int channels, std::uint16_t* line,
               std::size_t width) {
  for (std::size_t x = 0; x < width; ++x) {
    const std::size_t at = x * static_cast<std::size_t>(channels);
    line[x] = static_cast<std::uint16_t>(
        channels == 1 ? samples[at] : luma(samples[at], samples[at + 1], samples[at + 2]));
  }
}

}  // namespace

Result<GreyImage> decode_jpeg(Bytes bytes, const DecodeLimits& limits) {
  JpegReader reader;
  if (!read_header(reader, bytes)) return tl::unexpected(stopped(reader, 0));
  const std::size_t width = reader.jpeg.image_width;
  const std::size_t height = reader.jpeg.image_height;
  CHESTLENS_CHECK(check_size("JPEG", width, height, limits));
  if (reader.jpeg.arith_code != FALSE) return tl::unexpected(kind_not_read());
  const J_COLOR_SPACE stored = reader.jpeg.jpeg_color_space;
  if (stored != JCS_GRAYSCALE && stored != JCS_YCbCr && stored != JCS_RGB) {
    return fail(ErrorCode::unsupported,
                "JPEG in CMYK, for print: save the film in grey or RGB, best as PNG");
  }

  if (!start(reader, stored == JCS_RGB ? JCS_RGB : JCS_GRAYSCALE)) {
    return tl::unexpected(stopped(reader, 0));
  }
  const int channels = reader.jpeg.output_components;
  GreyImage image = blank_image(width, height, 255);
  std::vector<JSAMPLE> row(width * static_cast<std::size_t>(channels));
  for (std::size_t y = 0; y < height; ++y) {
    // A loss shows up before the rows that it spoils.
    if (reader.first_loss != 0 || !read_row(reader, row.data()) || reader.first_loss != 0) {
      return tl::unexpected(stopped(reader, y));
    }
    store_row(row, channels, image.pixels.data() + y * width, width);
  }
  if (!finish(reader) || reader.first_loss != 0) return tl::unexpected(stopped(reader, height));
  return image;
}

}  // namespace chestlens::decoder
