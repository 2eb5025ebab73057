#include "jpeg2000.hpp"

#include <chestlens/image.hpp>
#include <chestlens/text.hpp>

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace chestlens::dicom {
namespace {

struct Reader {
  std::span<const std::byte> bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T read(void* buffer, OPJ_SIZE_T size, void* user) {
  auto& reader = *static_cast<Reader*>(user);
  const std::size_t count = std::min<std::size_t>(size, reader.bytes.size() - reader.at);
  if (count == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, reader.bytes.data() + reader.at, count);
  reader.at += count;
  return count;
}

OPJ_OFF_T skip(OPJ_OFF_T size, void* user) {
  auto& reader = *static_cast<Reader*>(user);
  if (size < 0 || static_cast<std::size_t>(size) > reader.bytes.size() - reader.at) return -1;
  reader.at += static_cast<std::size_t>(size);
  return size;
}

OPJ_BOOL seek(OPJ_OFF_T place, void* user) {
  auto& reader = *static_cast<Reader*>(user);
  if (place < 0 || static_cast<std::size_t>(place) > reader.bytes.size()) return OPJ_FALSE;
  reader.at = static_cast<std::size_t>(place);
  return OPJ_TRUE;
}

void ignore(const char* /*message*/, void* /*user*/) {}

template <auto destroy>
struct Destroy {
  void operator()(auto* object) const { destroy(object); }
};
using Stream = std::unique_ptr<opj_stream_t, Destroy<opj_stream_destroy>>;
using Codec = std::unique_ptr<opj_codec_t, Destroy<opj_destroy_codec>>;
using Image = std::unique_ptr<opj_image_t, Destroy<opj_image_destroy>>;

Stream stream_over(Reader& reader) {
  Stream stream(opj_stream_default_create(OPJ_TRUE));
  opj_stream_set_user_data(stream.get(), &reader, nullptr);
  opj_stream_set_user_data_length(stream.get(), reader.bytes.size());
  opj_stream_set_read_function(stream.get(), read);
  opj_stream_set_skip_function(stream.get(), skip);
  opj_stream_set_seek_function(stream.get(), seek);
  return stream;
}

bool is_codestream(std::span<const std::byte> bytes) {
  return bytes.size() > 1 && bytes[0] == std::byte{0xff} && bytes[1] == std::byte{0x4f};
}

Status check_components(const opj_image_t& image, int width_pixels, int height_pixels,
                        int samples) {
  if (image.numcomps != static_cast<unsigned>(samples)) {
    return fail(ErrorCode::corrupt, "JPEG 2000 has " + group_digits(image.numcomps) +
                                        " components where the header says " +
                                        group_digits(samples));
  }
  for (const auto& component : std::span(image.comps, image.numcomps)) {
    if (component.dx != 1 || component.dy != 1 || component.prec != image.comps[0].prec) {
      return fail(ErrorCode::unsupported, "JPEG 2000 has components of different sizes or bits");
    }
  }
  const std::uint32_t width = image.x1 - image.x0;
  const std::uint32_t height = image.y1 - image.y0;
  if (width != static_cast<unsigned>(width_pixels) ||
      height != static_cast<unsigned>(height_pixels)) {
    return fail(ErrorCode::corrupt, "JPEG 2000 is of " + describe_size(width, height) +
                                        " pixels where the header says " +
                                        describe_size(width_pixels, height_pixels));
  }
  return {};
}

}  // namespace

Result<Jpeg2000> decode_jpeg2000(std::span<const std::byte> bytes, int width_pixels,
                                 int height_pixels, int samples) {
  Reader reader{bytes};
  const Stream stream = stream_over(reader);
  const Codec codec(opj_create_decompress(is_codestream(bytes) ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  opj_set_error_handler(codec.get(), ignore, nullptr);
  opj_set_warning_handler(codec.get(), ignore, nullptr);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_setup_decoder(codec.get(), &parameters);
  opj_image_t* header = nullptr;
  const bool has_header = opj_read_header(stream.get(), codec.get(), &header) == OPJ_TRUE;
  const Image image(header);
  if (!has_header) return fail(ErrorCode::corrupt, "JPEG 2000 header cannot be read");
  CHESTLENS_CHECK(check_components(*image, width_pixels, height_pixels, samples));
  if (opj_decode(codec.get(), stream.get(), image.get()) != OPJ_TRUE ||
      std::ranges::any_of(std::span(image->comps, image->numcomps),
                          [](const opj_image_comp_t& component) { return !component.data; })) {
    return fail(ErrorCode::corrupt, "JPEG 2000 pixels cannot be decoded");
  }

  Jpeg2000 decoded{width_pixels,
                   height_pixels,
                   samples,
                   static_cast<int>(image->comps[0].prec),
                   image->comps[0].sgnd != 0,
                   {}};
  const std::size_t area = area_pixels(width_pixels, height_pixels);
  decoded.values.resize(area * image->numcomps);
  for (std::size_t sample = 0; sample < image->numcomps; ++sample) {
    const OPJ_INT32* from = image->comps[sample].data;
    for (std::size_t i = 0; i < area; ++i) {
      decoded.values[i * image->numcomps + sample] = from[i];
    }
  }
  return decoded;
}

}  // namespace chestlens::dicom
