#pragma once

#include "codestream.hpp"

#include <chestlens/error.hpp>

#include <openjpeg.h>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace chestlens::formats {

/// A JPEG 2000 codestream or JP2 file, opened by OpenJPEG; the bytes outlive it.
class Jpeg2000 {
 public:
  /// Reads the header alone. Errors: corrupt; truncated where the codestream is not whole.
  static Result<Jpeg2000> open(std::span<const std::byte> bytes);

  /// Size and components; their values after decode(), which applies a palette.
  const opj_image_t& image() const { return *image_; }

  /// Whether only the mark of its end is missing.
  bool lacks_end() const { return end_ == CodestreamEnd::without_mark; }

  /// Errors: corrupt.
  Status decode();

 private:
  struct Input {
    std::span<const std::byte> bytes;
    std::size_t at = 0;
    std::vector<std::byte> completed = {};  // the bytes with the mark of the end that they lack
  };
  template <auto destroy>
  struct Destroy {
    void operator()(auto* object) const { destroy(object); }
  };

  static OPJ_SIZE_T read(void* buffer, OPJ_SIZE_T size, void* input);
  static OPJ_OFF_T skip(OPJ_OFF_T size, void* input);
  static OPJ_BOOL seek(OPJ_OFF_T place, void* input);

  std::unique_ptr<Input> input_;
  std::unique_ptr<opj_stream_t, Destroy<opj_stream_destroy>> stream_;
  std::unique_ptr<opj_codec_t, Destroy<opj_destroy_codec>> codec_;
  std::unique_ptr<opj_image_t, Destroy<opj_image_destroy>> image_;
  CodestreamEnd end_ = CodestreamEnd::whole;
};

}  // namespace chestlens::formats
