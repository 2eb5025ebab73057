#pragma once

#include "io/atomic_file.hpp"
#include "support/must.hpp"

#include <zip.h>

#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace chestlens::test {

/// A file of an archive to be.
struct ZipFile {
  std::string name;
  std::vector<std::byte> bytes;
  bool is_packed = true;
  std::string password = {};  // AES where there is one
};

inline std::vector<std::byte> bytes_of(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

/// Writes a ZIP archive. Throws std::runtime_error.
inline void write_zip(const std::filesystem::path& path, const std::vector<ZipFile>& files) {
  const auto made = [](bool is_good) {
    if (!is_good) throw std::runtime_error("the archive cannot be written");
  };
  std::filesystem::create_directories(path.parent_path());
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  made(zip != nullptr);
  for (const ZipFile& file : files) {
    zip_source_t* source = zip_source_buffer(zip, file.bytes.data(), file.bytes.size(), 0);
    const zip_int64_t added = zip_file_add(zip, file.name.c_str(), source, ZIP_FL_ENC_GUESS);
    made(added >= 0);
    const auto index = static_cast<zip_uint64_t>(added);
    made(zip_set_file_compression(zip, index, file.is_packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) ==
         0);
    if (file.password.empty()) continue;
    made(zip_file_set_encryption(zip, index, ZIP_EM_AES_256, file.password.c_str()) == 0);
  }
  made(zip_close(zip) == 0);
}

/// The archive's bytes with the last place of `from`, e.g. a name in its list of files, written
/// over by `to`, which is as long.
inline void write_over(const std::filesystem::path& path, const std::string& from,
                       const std::string& to) {
  std::string bytes = must(read_text(path));
  const std::size_t at = bytes.rfind(from);
  if (at == std::string::npos || from.size() != to.size()) {
    throw std::runtime_error("the archive has no " + from);
  }
  must(write_file_atomic(path, bytes.replace(at, from.size(), to)));
}

}  // namespace chestlens::test
