#include "zip_source.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace chestlens::archive {
namespace {

struct Reading {
  explicit Reading(ArchiveSource from) : source(std::move(from)) { zip_error_init(&error); }
  ~Reading() { zip_error_fini(&error); }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  zip_int64_t refuse(int code) {
    zip_error_set(&error, code, 0);
    return -1;
  }
  zip_int64_t read(void* into, zip_uint64_t bytes);
  zip_int64_t seek(void* wanted, zip_uint64_t bytes);

  ArchiveSource source;
  std::uint64_t at = 0;
  zip_error_t error = {};
};

zip_int64_t Reading::read(void* into, zip_uint64_t bytes) {
  const std::uint64_t count = std::min(bytes, source.bytes - at);
  if (!source.read(at, {static_cast<std::byte*>(into), static_cast<std::size_t>(count)})) {
    return refuse(ZIP_ER_READ);
  }
  at += count;
  return static_cast<zip_int64_t>(count);
}

zip_int64_t Reading::seek(void* wanted, zip_uint64_t bytes) {
  const zip_int64_t to = zip_source_seek_compute_offset(at, source.bytes, wanted, bytes, &error);
  if (to < 0) return -1;
  at = static_cast<std::uint64_t>(to);
  return 0;
}

zip_int64_t stat_of(const Reading& reading, void* data, zip_uint64_t bytes) {
  if (bytes < sizeof(zip_stat_t)) return -1;
  auto* stat = static_cast<zip_stat_t*>(data);
  zip_stat_init(stat);
  stat->size = reading.source.bytes;
  stat->valid = ZIP_STAT_SIZE;
  return sizeof(zip_stat_t);
}

zip_int64_t answer(void* state, void* data, zip_uint64_t bytes, zip_source_cmd_t command) {
  auto* reading = static_cast<Reading*>(state);
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                            ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                            ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, -1);
    case ZIP_SOURCE_OPEN:
      reading->at = 0;
      return 0;
    case ZIP_SOURCE_READ:
      return reading->read(data, bytes);
    case ZIP_SOURCE_SEEK:
      return reading->seek(data, bytes);
    case ZIP_SOURCE_TELL:
      return static_cast<zip_int64_t>(reading->at);
    case ZIP_SOURCE_STAT:
      return stat_of(*reading, data, bytes);
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data(&reading->error, data, bytes);
    case ZIP_SOURCE_CLOSE:
      return 0;
    case ZIP_SOURCE_FREE:
      delete reading;
      return 0;
    default:
      return reading->refuse(ZIP_ER_OPNOTSUPP);
  }
}

}  // namespace

zip_source_t* zip_source_of(ArchiveSource source, zip_error_t& error) {
  auto reading = std::make_unique<Reading>(std::move(source));
  zip_source_t* made = zip_source_function_create(&answer, reading.get(), &error);
  if (made != nullptr) static_cast<void>(reading.release());  // libzip frees it with the source
  return made;
}

}  // namespace chestlens::archive
