#include "tiff_source.hpp"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace chestlens::decoder {
namespace {

tmsize_t on_read(thandle_t handle, void* target, tmsize_t count) {
  auto& source = *static_cast<TiffSource*>(handle);
  const std::uint64_t size = source.bytes.size();
  const std::uint64_t left = source.offset < size ? size - source.offset : 0;
  const std::uint64_t taken = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(count));
  if (taken < static_cast<std::uint64_t>(count)) source.ran_out = true;
  if (taken > 0) {
    std::memcpy(target, source.bytes.data() + source.offset, static_cast<std::size_t>(taken));
  }
  source.offset += taken;
  return static_cast<tmsize_t>(taken);
}

tmsize_t on_write(thandle_t /*handle*/, void* /*data*/, tmsize_t /*count*/) {
  return 0;
}

toff_t on_seek(thandle_t handle, toff_t offset, int origin) {
  auto& source = *static_cast<TiffSource*>(handle);
  if (origin == SEEK_CUR) offset += source.offset;
  if (origin == SEEK_END) offset += source.bytes.size();
  return source.offset = offset;
}

int on_close(thandle_t /*handle*/) {
  return 0;
}

toff_t on_size(thandle_t handle) {
  return static_cast<TiffSource*>(handle)->bytes.size();
}

int on_error(TIFF* /*tiff*/, void* user_data, const char* /*module*/, const char* format,
             std::va_list arguments) {
  auto& source = *static_cast<TiffSource*>(user_data);
  if (source.reason.empty()) {
    std::array<char, 200> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    source.reason = text.data();
  }
  return 1;  // handled: nothing is printed
}

int on_warning(TIFF* /*tiff*/, void* /*user_data*/, const char* /*module*/, const char* /*format*/,
               std::va_list /*arguments*/) {
  return 1;  // unknown tags and the like
}

}  // namespace

TiffHandle open_tiff(TiffSource& source) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
      TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
  if (options == nullptr) return {nullptr, &TIFFClose};
  // Lists of strips and compressed strips: a header must not make libtiff ask for more.
  constexpr std::size_t working_bytes = std::size_t{64} << 20U;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(),
                                      static_cast<tmsize_t>(source.bytes.size() + working_bytes));
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, &source);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_warning, nullptr);
  return {TIFFClientOpenExt("film", "rm", &source, on_read, on_write, on_seek, on_close, on_size,
                            nullptr, nullptr, options.get()),
          &TIFFClose};
}

Error tiff_stopped(const TiffSource& source, std::uint64_t rows, std::uint64_t height_pixels) {
  if (source.ran_out) return truncated_after("TIFF", rows, height_pixels);
  return corrupt_after("TIFF", rows, height_pixels,
                       source.reason.empty() ? "its data ends early" : source.reason);
}

}  // namespace chestlens::decoder
