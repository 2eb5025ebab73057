#include "support/expect.hpp"

#include <chestlens/decode.hpp>

namespace chestlens::testing {
namespace {

Bytes from_text(std::string_view text) {
  return ByteWriter().text(text).take();
}

TEST(Decode, SniffsByMagicBytes) {
  using namespace std::string_view_literals;
  EXPECT_EQ(sniff_format(write_png(noise_raster(2, 2))), ImageFormat::png);
  EXPECT_EQ(sniff_format(write_jpeg(noise_raster(2, 2))), ImageFormat::jpeg);
  EXPECT_EQ(sniff_format(from_text("BM")), ImageFormat::bmp);
  EXPECT_EQ(sniff_format(from_text("II*\0"sv)), ImageFormat::tiff);
  EXPECT_EQ(sniff_format(from_text("MM\0*"sv)), ImageFormat::tiff);
  EXPECT_EQ(sniff_format(from_text("MM\0+"sv)), ImageFormat::tiff);
  EXPECT_EQ(sniff_format(from_text("II*")), ImageFormat::unknown);
  EXPECT_EQ(sniff_format({}), ImageFormat::unknown);
  EXPECT_EQ(sniff_format(from_text(std::string(128, ' ') + "DICM")), ImageFormat::dicom);
  EXPECT_EQ(sniff_format(from_text("DICM")), ImageFormat::dicom);
  EXPECT_EQ(sniff_format(from_text("\x08\0\x05\0CS\x0a\0"sv)), ImageFormat::dicom);
  EXPECT_EQ(sniff_format(from_text("\x08\0\x05\0\x0a\0\0\0"sv)), ImageFormat::dicom);
  EXPECT_EQ(sniff_format(from_text("\0\x08\0\x05\x43S\0\x0a"sv)), ImageFormat::dicom);
  EXPECT_EQ(sniff_format(from_text("\x08\0\x05\0\x0b\0\0\1"sv)), ImageFormat::unknown);
  EXPECT_EQ(sniff_format(from_text("\xff\x4f\xff\x51")), ImageFormat::jpeg2000);
  EXPECT_EQ(sniff_format(from_text("\0\0\0\x0cjP  \r\n\x87\n"sv)), ImageFormat::jpeg2000);
  EXPECT_EQ(sniff_format(from_text("\xff\xd8\xff\xf7\0\x0b"sv)), ImageFormat::jpeg_ls);
  EXPECT_EQ(sniff_format(from_text("\xff\xd8\xff\xe0\0\x04xy\xff\xf7\0\x0b"sv)),
            ImageFormat::jpeg_ls);
  EXPECT_EQ(sniff_format(from_text("\xff\xd8\xff\xc0\0\x0b\xff\xf7"sv)), ImageFormat::jpeg);
  EXPECT_EQ(sniff_format(from_text("RIFF....WEBPVP8 ")), ImageFormat::webp);
  EXPECT_EQ(sniff_format(from_text("RIFF....WAVEfmt ")), ImageFormat::unknown);
  EXPECT_EQ(to_string(ImageFormat::tiff), "TIFF");
}

TEST(Decode, EmptyFileSaysSo) {
  expect_error({}, ErrorCode::not_an_image, "0 bytes");
}

TEST(Decode, BytesOfNoImageAreNamedWherePossible) {
  expect_error(from_text("%PDF-1.7 ..."), ErrorCode::not_an_image, "this is a PDF document");
  expect_error(from_text("<!DOCTYPE html>"), ErrorCode::not_an_image, "HTML");
  expect_error(from_text("GIF89a"), ErrorCode::not_an_image,
               "this is a GIF image, which is not read: save the film as PNG or JPEG");
  expect_error(from_text("no film at all"), ErrorCode::not_an_image,
               "these 14 bytes are of no known image format; films are read as PNG, JPEG, BMP, "
               "TIFF, WebP, JPEG 2000, JPEG-LS or DICOM");
  expect_error(Bytes(1'500), ErrorCode::not_an_image, "these 1,500 bytes");
}

/// A file of ISO boxes that begins with its brand, a version and the brands it is compatible with.
Bytes with_brands(std::string_view brand, std::string_view compatible) {
  ByteWriter box(/*big_endian=*/true);
  box.u32(static_cast<std::uint32_t>(16 + compatible.size())).text("ftyp").text(brand).text("heic");
  return box.text(compatible).text("....mdat").take();
}

TEST(Decode, PicturesOfPhonesAreNamedApart) {
  const auto expect_named = [](const Bytes& file, const std::string& name) {
    expect_error(file, ErrorCode::not_an_image, "this is " + name);
  };
  const std::string way_out = ", which is not read: save the film as PNG or JPEG";
  expect_named(with_brands("heic", "mif1heic"), "a HEIC image" + way_out);
  expect_named(with_brands("mif1", "mif1heix"), "a HEIC image" + way_out);
  expect_named(with_brands("avif", "mif1miaf"), "an AVIF image" + way_out);
  expect_named(with_brands("mif1", "mif1avifmiaf"), "an AVIF image" + way_out);
  expect_named(with_brands("isom", "isomavc1mp41"), "a video; films are read as PNG");
}

TEST(Decode, OnePixelOfEveryFormat) {
  const Raster raster{1, 1, 1, 8, {200}};
  const auto level = [](int, int) { return 200; };
  expect_pixels(write_png(raster), 1, 1, 255, level);
  expect_pixels(write_png(raster, {.interlaced = true}), 1, 1, 255, level);
  expect_pixels(write_jpeg(raster), 1, 1, 255, level);
  expect_pixels(write_tiff(raster), 1, 1, 255, level);
  expect_pixels(write_bmp({.width = 1, .height = 1, .pixels = {0xC8C8C8}}), 1, 1, 255, level);
}

TEST(Decode, MagicBytesAloneAreTruncated) {
  using namespace std::string_view_literals;
  expect_error(from_text("\x89PNG\r\n\x1a\n"), ErrorCode::truncated, "PNG truncated in its header");
  expect_error(from_text("\xff\xd8\xff"), ErrorCode::truncated, "JPEG truncated in its header");
  expect_error(from_text("BM"), ErrorCode::truncated, "BMP truncated in its header");
  expect_error(from_text("II*\0"sv), ErrorCode::truncated, "TIFF truncated in its header");
}

/// Grey in its left half, red in its right.
Raster half_red() {
  Raster raster{16, 8, 3, 8, {}};
  for (int i = 0; i < 16 * 8; ++i) {
    const bool is_red = i % 16 >= 8;
    for (const int level : {is_red ? 220 : 90, is_red ? 30 : 90, is_red ? 30 : 90}) {
      raster.samples.push_back(static_cast<std::uint16_t>(level));
    }
  }
  return raster;
}

TEST(Decode, CountsColoredPixels) {
  const Raster raster = half_red();
  BmpFile bmp{.width = 16, .height = 8, .bits_per_pixel = 24};
  for (std::size_t i = 0; i < raster.samples.size(); i += 3) {
    const auto at = [&](std::size_t channel) { return std::uint32_t{raster.samples[i + channel]}; };
    bmp.pixels.push_back(at(0) << 16U | at(1) << 8U | at(2));
  }
  const Bytes files[] = {write_png(raster), write_bmp(bmp), write_tiff(raster, {.photometric = 2}),
                         write_jpeg(raster, {.color = JpegColor::rgb}),
                         write_jpeg(raster, {.color = JpegColor::ycbcr})};
  for (const Bytes& file : files) {
    const auto film = decode_picture(file);
    ASSERT_TRUE(film);
    EXPECT_NEAR(film->colored_share, 0.5, 0.1) << to_string(sniff_format(file));
  }
}

TEST(Decode, GreyHasNoColorThoughItIsStoredAsColors) {
  Raster grey{16, 8, 3, 8, {}};
  for (int i = 0; i < 16 * 8; ++i) {
    grey.samples.insert(grey.samples.end(), 3, static_cast<std::uint16_t>(i));
  }
  for (const Bytes& file :
       {write_png(grey), write_jpeg(grey, {.color = JpegColor::ycbcr, .quality = 60})}) {
    EXPECT_EQ(decode_picture(file)->colored_share, 0.0) << to_string(sniff_format(file));
  }
}

TEST(Decode, LimitsAreTheCallersToSet) {
  const DecodeLimits small{.max_side_pixels = 10, .max_area_pixels = 50};
  const Raster tall = noise_raster(2, 11);
  const Raster square = noise_raster(8, 8);
  const Raster fitting = noise_raster(7, 7);
  for (const auto& write : {+[](const Raster& r) { return write_png(r); },
                            +[](const Raster& r) { return write_jpeg(r); },
                            +[](const Raster& r) { return write_tiff(r); }}) {
    expect_error(write(tall), ErrorCode::too_large, "the limit is 10 pixels a side", small);
    expect_error(write(square), ErrorCode::too_large, "50 in all", small);
    EXPECT_TRUE(decode_image(write(fitting), small));
  }
}

}  // namespace
}  // namespace chestlens::testing
