#include "films.hpp"

#include "dicom/dicom_writer.hpp"
#include "formats/further_writers.hpp"
#include "support/image_writers.hpp"

#include <cmath>

namespace chestlens::testing {
namespace {

/// Two bright fields on a darker ground with grain, a different phase a channel.
Raster film(int width, int height, int channels, int bits, std::uint64_t seed) {
  Raster raster = noise_raster(width, height, channels, bits, seed);
  const double max = raster.max_level();
  std::size_t at = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c, ++at) {
        const double across = std::cos(6.283185307179586 * (2.0 * x / width + 0.1 * c));
        const double down = std::sin(3.141592653589793 * y / height);
        const double level = max * (0.45 - 0.35 * across * down) + 0.1 * raster.samples[at];
        raster.samples[at] = static_cast<std::uint16_t>(level);
      }
    }
  }
  return raster;
}

std::vector<Color> grey_palette(std::uint16_t scale) {
  std::vector<Color> palette;
  for (std::uint16_t i = 0; i < 256; ++i) {
    const auto level = [&](int value) { return static_cast<std::uint16_t>(value * scale); };
    palette.push_back({level(i), level(255 - i), level(i / 2)});
  }
  return palette;
}

BmpFile bmp_of(const Raster& raster, std::uint32_t bits_per_pixel) {
  BmpFile file{.width = raster.width, .height = raster.height, .bits_per_pixel = bits_per_pixel};
  const auto channels = static_cast<std::size_t>(raster.channels);
  for (std::size_t i = 0; i < raster.samples.size(); i += channels) {
    std::uint32_t pixel = 0;
    for (std::size_t c = 0; c < channels; ++c) pixel = pixel << 8U | raster.samples[i + c];
    file.pixels.push_back(pixel);
  }
  if (bits_per_pixel == 8) file.palette = grey_palette(1);
  return file;
}

void add_png(std::vector<NamedFile>& files) {
  files.push_back({"grey8.png", write_png(film(640, 480, 1, 8, 1))});
  files.push_back({"grey16.png", write_png(film(500, 700, 1, 16, 2))});
  files.push_back({"grey2.png", write_png(noise_raster(90, 70, 1, 2))});
  files.push_back({"rgb8.png", write_png(film(300, 200, 3, 8, 3))});
  files.push_back({"rgba16.png", write_png(film(129, 255, 4, 16, 4))});
  files.push_back({"grey-alpha.png", write_png(film(200, 200, 2, 8, 5))});
  files.push_back({"palette.png", write_png(film(100, 150, 1, 8, 6), {.palette = grey_palette(1),
                                                                      .palette_alpha = {0, 99}})});
  files.push_back({"interlaced.png", write_png(film(333, 222, 1, 8, 7), {.interlaced = true})});
  files.push_back(
      {"constant.png", write_png({50, 50, 1, 8, std::vector<std::uint16_t>(2500, 90)})});
  files.push_back({"one-pixel.png", write_png({1, 1, 1, 8, {200}})});
  files.push_back({"thread.png", write_png(film(3, 900, 1, 8, 8))});
}

void add_jpeg(std::vector<NamedFile>& files) {
  files.push_back({"grey.jpg", write_jpeg(film(640, 512, 1, 8, 9), {.quality = 92})});
  files.push_back({"ycbcr.jpg", write_jpeg(film(320, 401, 3, 8, 10),
                                           {.color = JpegColor::ycbcr, .quality = 75})});
  files.push_back(
      {"rgb.jpg", write_jpeg(film(100, 90, 3, 8, 11), {.color = JpegColor::rgb, .quality = 90})});
  files.push_back({"progressive.jpg",
                   write_jpeg(film(224, 224, 1, 8, 12), {.quality = 60, .progressive = true})});
}

void add_bmp(std::vector<NamedFile>& files) {
  files.push_back({"palette.bmp", write_bmp(bmp_of(film(201, 99, 1, 8, 13), 8))});
  files.push_back({"color.bmp", write_bmp(bmp_of(film(77, 88, 3, 8, 14), 24))});
  BmpFile masked = bmp_of(film(64, 65, 4, 8, 15), 32);
  masked.compression = 3;
  masked.info_bytes = 124;
  masked.masks = {0xFF000000, 0x00FF0000, 0x0000FF00, 0x000000FF};
  files.push_back({"masks.bmp", write_bmp(masked)});
}

void add_tiff(std::vector<NamedFile>& files) {
  constexpr std::uint16_t min_is_white = 0, rgb_color = 2, palette_color = 3, lzw = 5, deflate = 8,
                          jpeg = 7, pack_bits = 32773, zstandard = 50000;
  files.push_back({"grey16.tif", write_tiff(film(400, 300, 1, 16, 16), {.compression = lzw})});
  files.push_back(
      {"white-is-zero.tif", write_tiff(film(150, 250, 1, 16, 17), {.photometric = min_is_white})});
  files.push_back(
      {"tiles.tif", write_tiff(film(123, 321, 3, 8, 18),
                               {.photometric = rgb_color, .compression = deflate, .tile = 32})});
  files.push_back({"planar-alpha.tif",
                   write_tiff(film(99, 98, 4, 16, 19), {.photometric = rgb_color,
                                                        .planar = true,
                                                        .big_endian = true,
                                                        .extra_sample = std::uint16_t{2}})});
  files.push_back(
      {"palette.tif", write_tiff(film(80, 60, 1, 8, 20), {.photometric = palette_color,
                                                          .compression = pack_bits,
                                                          .palette = grey_palette(257)})});
  files.push_back({"zstandard.tif", write_tiff(film(211, 97, 1, 16, 21),
                                               {.compression = zstandard, .predictor = 2})});
  files.push_back({"jpeg.tif", write_tiff(film(160, 96, 1, 8, 22),
                                          {.compression = jpeg, .rows_per_strip = 32})});
}

void add_further(std::vector<NamedFile>& files) {
  files.push_back({"grey16.jp2", write_jpeg2000(film(130, 70, 1, 16, 23), {.as_file = true})});
  files.push_back({"tiles.j2k", write_jpeg2000(film(75, 64, 3, 8, 24), {.tile = 32})});
  files.push_back({"grey12.jls", write_jpeg_ls(film(90, 120, 1, 12, 25))});
  files.push_back({"rgb8.jls", write_jpeg_ls(film(61, 60, 3, 8, 26))});
  files.push_back({"lossless.webp", write_webp(film(200, 150, 4, 8, 27))});
  files.push_back(
      {"lossy.webp", write_webp(film(201, 151, 3, 8, 28), {.lossless = false, .orientation = 6})});
}

void add_refused(std::vector<NamedFile>& files) {
  for (const std::size_t i : {std::size_t{0}, files.size() / 2, files.size() - 1}) {
    NamedFile half = files[i];
    half.name = "truncated-" + half.name;
    half.bytes.resize(half.bytes.size() / 2);
    files.push_back(std::move(half));
  }
  files.push_back(
      {"phone.heic", ByteWriter(/*big_endian=*/true).u32(16).text("ftypheic").u32(0).take()});
  files.push_back({"no-image.png", ByteWriter().text("This is a letter, not a film.").take()});
  files.push_back({"empty.jpg", {}});
}

void add_dicom(std::vector<NamedFile>& files) {
  const auto add = [&](const char* name, DicomOptions options) {
    options.width_pixels = 70;
    options.height_pixels = 90;
    options.more = [](DcmDataset& data) {
      data.putAndInsertString(DCM_WindowCenter, "1500.5");
      data.putAndInsertString(DCM_WindowWidth, "2000");
      data.putAndInsertString(DCM_VOILUTFunction, "SIGMOID");
      data.putAndInsertString(DCM_ViewPosition, "LL");
    };
    files.push_back({name, options.transfer_syntax == EXS_JPEG2000LosslessOnly
                               ? write_jpeg2000_dicom(options)
                               : write_dicom(options)});
  };
  add("implicit.dcm", {.transfer_syntax = EXS_LittleEndianImplicit});
  add("big-endian.dcm", {.transfer_syntax = EXS_BigEndianExplicit});
  add("deflated.dcm", {.transfer_syntax = EXS_DeflatedLittleEndianExplicit});
  add("run-lengths.dcm", {.transfer_syntax = EXS_RLELossless});
  add("jpeg-extended.dcm", {.transfer_syntax = EXS_JPEGProcess2_4});
  add("jpeg-lossless.dcm", {.transfer_syntax = EXS_JPEGProcess14SV1});
  add("jpeg-ls.dcm", {.transfer_syntax = EXS_JPEGLSLossless});
  add("jpeg-2000.dcm", {.transfer_syntax = EXS_JPEG2000LosslessOnly});
  add("monochrome1.dcm", {.is_signed = true, .photometric = "MONOCHROME1"});
  add("bare.dcm", {.with_meta_header = false});
  add("frames.dcm", {.frames = 2});
}

}  // namespace

std::vector<NamedFile> parity_films() {
  std::vector<NamedFile> files;
  add_png(files);
  add_jpeg(files);
  add_bmp(files);
  add_tiff(files);
  add_dicom(files);
  add_further(files);
  add_refused(files);
  return files;
}

}  // namespace chestlens::testing
