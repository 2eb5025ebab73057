#include "further_writers.hpp"

#include "shared/support/expect.hpp"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>
#include <openjpeg.h>
#include <webp/encode.h>

#include <memory>
#include <stdexcept>

namespace chestlens::testing {
namespace {

void must(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string(what) + " cannot be written");
}

/// What OpenJPEG writes, which may go back to fill in a length.
struct Output {
  Bytes bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T write(void* buffer, OPJ_SIZE_T size, void* user) {
  auto& output = *static_cast<Output*>(user);
  output.bytes.resize(std::max(output.bytes.size(), output.at + size));
  std::copy_n(static_cast<const std::byte*>(buffer), size,
              output.bytes.begin() + static_cast<std::ptrdiff_t>(output.at));
  output.at += size;
  return size;
}

OPJ_BOOL seek(OPJ_OFF_T place, void* user) {
  static_cast<Output*>(user)->at = static_cast<std::size_t>(place);
  return OPJ_TRUE;
}

OPJ_OFF_T skip(OPJ_OFF_T size, void* user) {
  auto& output = *static_cast<Output*>(user);
  output.at += static_cast<std::size_t>(size);
  output.bytes.resize(std::max(output.bytes.size(), output.at));
  return size;
}

template <auto destroy>
struct Destroy {
  void operator()(auto* object) const { destroy(object); }
};

std::unique_ptr<opj_image_t, Destroy<opj_image_destroy>> image_of(const Jpeg2000Picture& picture,
                                                                  OPJ_COLOR_SPACE space) {
  const auto channels = static_cast<std::size_t>(picture.channels);
  std::vector<opj_image_cmptparm_t> components(channels);
  for (auto& component : components) {
    component = {};
    component.dx = component.dy = 1;
    component.w = static_cast<OPJ_UINT32>(picture.width);
    component.h = static_cast<OPJ_UINT32>(picture.height);
    component.prec = static_cast<OPJ_UINT32>(picture.bits);
    component.sgnd = picture.is_signed ? 1 : 0;
  }
  std::unique_ptr<opj_image_t, Destroy<opj_image_destroy>> image(
      opj_image_create(static_cast<OPJ_UINT32>(channels), components.data(), space));
  image->x1 = static_cast<OPJ_UINT32>(picture.width);
  image->y1 = static_cast<OPJ_UINT32>(picture.height);
  for (std::size_t i = 0; i < picture.values.size(); ++i) {
    image->comps[i % channels].data[i / channels] = picture.values[i];
  }
  return image;
}

OPJ_COLOR_SPACE color_space(const Jpeg2000Picture& picture, const Jpeg2000Options& options) {
  if (options.is_ycc) return OPJ_CLRSPC_SYCC;
  return picture.channels >= 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY;
}

void register_jpeg_ls() {
  static const bool done = [] {
    DJLSEncoderRegistration::registerCodecs(0, 0, 0, 0, OFFalse);  // without the image library
    return true;
  }();
  static_cast<void>(done);
}

void put_samples(DcmDataset& data, const Raster& raster) {
  if (raster.bits > 8) {
    data.putAndInsertUint16Array(DCM_PixelData, raster.samples.data(), raster.samples.size());
    return;
  }
  std::vector<Uint8> bytes(raster.samples.begin(), raster.samples.end());
  if (bytes.size() % 2 == 1) bytes.push_back(0);
  data.putAndInsertUint8Array(DCM_PixelData, bytes.data(), bytes.size());
}

/// A file's chunks behind an extended header (VP8X) that announces EXIF.
Bytes with_exif(const Bytes& webp, const Raster& raster, int orientation) {
  constexpr std::uint32_t exif_flag = 0x08, alpha_flag = 0x10;
  const Bytes exif = exif_of(orientation);
  ByteWriter chunks;
  chunks.text("WEBPVP8X").u32(10).u32(exif_flag | (raster.channels == 4 ? alpha_flag : 0));
  const auto less_one = [](int side) { return static_cast<std::uint32_t>(side - 1); };
  chunks.u16(less_one(raster.width) & 0xFFFFU).u8(less_one(raster.width) >> 16U);
  chunks.u16(less_one(raster.height) & 0xFFFFU).u8(less_one(raster.height) >> 16U);
  chunks.bytes(std::span(webp).subspan(12));
  chunks.text("EXIF").u32(static_cast<std::uint32_t>(exif.size())).bytes(exif);
  const Bytes body = chunks.take();
  return ByteWriter().text("RIFF").u32(static_cast<std::uint32_t>(body.size())).bytes(body).take();
}

}  // namespace

Bytes write_jpeg2000(const Jpeg2000Picture& picture, const Jpeg2000Options& options) {
  const auto image = image_of(picture, color_space(picture, options));
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.numresolution = 2;
  if (options.tile > 0) {
    parameters.tile_size_on = OPJ_TRUE;
    parameters.cp_tdx = parameters.cp_tdy = options.tile;
  }
  Output output;
  const std::unique_ptr<opj_codec_t, Destroy<opj_destroy_codec>> codec(
      opj_create_compress(options.as_file ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
  const std::unique_ptr<opj_stream_t, Destroy<opj_stream_destroy>> stream(
      opj_stream_default_create(OPJ_FALSE));
  opj_stream_set_user_data(stream.get(), &output, nullptr);
  opj_stream_set_write_function(stream.get(), write);
  opj_stream_set_seek_function(stream.get(), seek);
  opj_stream_set_skip_function(stream.get(), skip);
  must(opj_setup_encoder(codec.get(), &parameters, image.get()) == OPJ_TRUE &&
           opj_start_compress(codec.get(), image.get(), stream.get()) == OPJ_TRUE &&
           opj_encode(codec.get(), stream.get()) == OPJ_TRUE &&
           opj_end_compress(codec.get(), stream.get()) == OPJ_TRUE,
       "JPEG 2000");
  return output.bytes;
}

Bytes write_jpeg2000(const Raster& raster, const Jpeg2000Options& options) {
  Jpeg2000Picture picture{.width = raster.width,
                          .height = raster.height,
                          .channels = raster.channels,
                          .bits = raster.bits,
                          .values = {raster.samples.begin(), raster.samples.end()}};
  return write_jpeg2000(picture, options);
}

Bytes write_jpeg_ls(const Raster& raster) {
  register_jpeg_ls();
  DcmDataset data;
  const auto put = [&](const DcmTagKey& tag, int value) {
    data.putAndInsertUint16(tag, static_cast<Uint16>(value));
  };
  data.putAndInsertString(DCM_SOPClassUID, UID_DigitalXRayImageStorageForPresentation);
  data.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4.5");
  data.putAndInsertString(DCM_PhotometricInterpretation,
                          raster.channels == 3 ? "RGB" : "MONOCHROME2");
  put(DCM_Rows, raster.height);
  put(DCM_Columns, raster.width);
  put(DCM_SamplesPerPixel, raster.channels);
  if (raster.channels == 3) put(DCM_PlanarConfiguration, 0);
  put(DCM_BitsAllocated, raster.bits > 8 ? 16 : 8);
  put(DCM_BitsStored, raster.bits);
  put(DCM_HighBit, raster.bits - 1);
  put(DCM_PixelRepresentation, 0);
  put_samples(data, raster);
  const DJLSRepresentationParameter lossless(2, OFTrue);
  must(data.chooseRepresentation(EXS_JPEGLSLossless, &lossless).good(), "JPEG-LS");
  DcmElement* element = nullptr;
  data.findAndGetElement(DCM_PixelData, element);
  DcmPixelSequence* sequence = nullptr;
  static_cast<DcmPixelData*>(element)->getEncapsulatedRepresentation(EXS_JPEGLSLossless, &lossless,
                                                                     sequence);
  DcmPixelItem* item = nullptr;
  Uint8* values = nullptr;
  must(sequence != nullptr && sequence->getItem(item, 1).good() &&
           item->getUint8Array(values).good(),
       "JPEG-LS");
  const auto fragment = std::as_bytes(std::span(values, item->getLength()));
  return {fragment.begin(), fragment.end()};
}

Bytes write_webp(const Raster& raster, const WebpOptions& options) {
  const auto channels = static_cast<std::size_t>(raster.channels);
  std::vector<std::uint8_t> rgba;
  for (std::size_t i = 0; i < raster.samples.size(); i += channels) {
    for (std::size_t c = 0; c < 3; ++c) {
      rgba.push_back(static_cast<std::uint8_t>(raster.samples[i + (channels == 1 ? 0 : c)]));
    }
    rgba.push_back(static_cast<std::uint8_t>(channels == 4 ? raster.samples[i + 3] : 255));
  }
  WebPConfig config;
  WebPPicture picture;
  must(WebPConfigInit(&config) != 0 && WebPPictureInit(&picture) != 0, "WebP");
  config.lossless = options.lossless ? 1 : 0;
  config.exact = 1;  // colors under a transparent alpha, too
  picture.use_argb = config.lossless;
  picture.width = raster.width;
  picture.height = raster.height;
  WebPMemoryWriter writer;
  WebPMemoryWriterInit(&writer);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  const bool is_written = WebPPictureImportRGBA(&picture, rgba.data(), raster.width * 4) != 0 &&
                          WebPEncode(&config, &picture) != 0;
  const auto written = std::as_bytes(std::span(writer.mem, writer.size));
  const Bytes file(written.begin(), written.end());
  WebPPictureFree(&picture);
  WebPMemoryWriterClear(&writer);
  must(is_written, "WebP");
  return options.orientation ? with_exif(file, raster, *options.orientation) : file;
}

}  // namespace chestlens::testing
