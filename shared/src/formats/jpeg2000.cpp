#include "jpeg2000.hpp"

#include <algorithm>
#include <cstring>

namespace chestlens::formats {
namespace {

void ignore(const char* /*message*/, void* /*user*/) {}

bool is_codestream(std::span<const std::byte> bytes) {
  return bytes.size() > 1 && bytes[0] == std::byte{0xff} && bytes[1] == std::byte{0x4f};
}

/// OpenJPEG reads no tile without it.
std::vector<std::byte> with_end_mark(std::span<const std::byte> bytes) {
  std::vector<std::byte> completed(bytes.begin(), bytes.end());
  if (completed.back() != std::byte{0xff}) completed.push_back(std::byte{0xff});
  completed.push_back(std::byte{0xd9});
  return completed;
}

}  // namespace

OPJ_SIZE_T Jpeg2000::read(void* buffer, OPJ_SIZE_T size, void* user) {
  auto& input = *static_cast<Input*>(user);
  const std::size_t count = std::min<std::size_t>(size, input.bytes.size() - input.at);
  if (count == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, input.bytes.data() + input.at, count);
  input.at += count;
  return count;
}

OPJ_OFF_T Jpeg2000::skip(OPJ_OFF_T size, void* user) {
  auto& input = *static_cast<Input*>(user);
  if (size < 0 || static_cast<std::size_t>(size) > input.bytes.size() - input.at) return -1;
  input.at += static_cast<std::size_t>(size);
  return size;
}

OPJ_BOOL Jpeg2000::seek(OPJ_OFF_T place, void* user) {
  auto& input = *static_cast<Input*>(user);
  if (place < 0 || static_cast<std::size_t>(place) > input.bytes.size()) return OPJ_FALSE;
  input.at = static_cast<std::size_t>(place);
  return OPJ_TRUE;
}

Result<Jpeg2000> Jpeg2000::open(std::span<const std::byte> bytes) {
  Jpeg2000 file;
  file.end_ = end_of_codestream(bytes);
  file.input_ = std::make_unique<Input>(Input{bytes});
  if (file.lacks_end()) {
    file.input_->completed = with_end_mark(bytes);
    file.input_->bytes = file.input_->completed;
  }
  file.stream_.reset(opj_stream_default_create(OPJ_TRUE));
  opj_stream_set_user_data(file.stream_.get(), file.input_.get(), nullptr);
  opj_stream_set_user_data_length(file.stream_.get(), file.input_->bytes.size());
  opj_stream_set_read_function(file.stream_.get(), read);
  opj_stream_set_skip_function(file.stream_.get(), skip);
  opj_stream_set_seek_function(file.stream_.get(), seek);
  file.codec_.reset(opj_create_decompress(is_codestream(bytes) ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  opj_set_error_handler(file.codec_.get(), ignore, nullptr);
  opj_set_warning_handler(file.codec_.get(), ignore, nullptr);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_setup_decoder(file.codec_.get(), &parameters);
  opj_image_t* header = nullptr;
  const bool has_header =
      opj_read_header(file.stream_.get(), file.codec_.get(), &header) == OPJ_TRUE;
  file.image_.reset(header);
  if (!has_header) return fail(ErrorCode::corrupt, "JPEG 2000 header cannot be read");
  if (file.end_ == CodestreamEnd::cut) {
    return fail(ErrorCode::truncated, "JPEG 2000 ends before its last pixel");
  }
  return file;
}

Status Jpeg2000::decode() {
  const bool is_decoded = opj_decode(codec_.get(), stream_.get(), image_.get()) == OPJ_TRUE;
  const auto has_no_values = [](const opj_image_comp_t& component) { return !component.data; };
  if (!is_decoded ||
      std::ranges::any_of(std::span(image_->comps, image_->numcomps), has_no_values)) {
    return fail(ErrorCode::corrupt, "JPEG 2000 pixels cannot be decoded");
  }
  return {};
}

}  // namespace chestlens::formats
