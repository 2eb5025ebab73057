#pragma once

#include "io/atomic_file.hpp"

#include <zip.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace chestlens::test {

/// Raw little-endian bytes of a value.
template <typename T>
std::string raw(const T& value) {
  return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Python's pickle of protocol 2, opcode by opcode.
struct PickleWriter {
  std::string bytes = "\x80\x02";

  PickleWriter& code(char opcode) {
    bytes += opcode;
    return *this;
  }
  PickleWriter& text(const std::string& value) {
    bytes += 'X' + raw(static_cast<std::uint32_t>(value.size())) + value;
    return *this;
  }
  PickleWriter& number(std::int64_t value) {
    bytes += std::string("\x8a\x08", 2) + raw(value);
    return *this;
  }
  PickleWriter& numbers(const std::vector<std::int64_t>& values) {
    code('(');
    for (const std::int64_t value : values) number(value);
    return code('t');
  }
  PickleWriter& global(const std::string& module, const std::string& name) {
    bytes += 'c' + module + '\n' + name + '\n';
    return *this;
  }
  PickleWriter& empty_ordered_dict() {
    return global("collections", "OrderedDict").code(')').code('R');
  }
  /// A storage by its persistent id, the whole of it where `view` is empty.
  PickleWriter& storage(const std::string& type, const std::string& key, std::int64_t elements,
                        const std::vector<std::int64_t>& view = {}) {
    code('(').text("storage").global("torch", type).text(key).text("cpu").number(elements);
    if (view.empty()) {
      code('N');
    } else {
      code('(').text("view");
      for (const std::int64_t value : view) number(value);
      code('t');
    }
    return code('t').code('Q');
  }
  PickleWriter& tensor(const std::string& type, const std::string& key, std::int64_t elements,
                       std::int64_t offset, const std::vector<std::int64_t>& shape,
                       const std::vector<std::int64_t>& strides,
                       const std::vector<std::int64_t>& view = {}) {
    global("torch._utils", "_rebuild_tensor_v2").code('(').storage(type, key, elements, view);
    number(offset).numbers(shape).numbers(strides).code('\x89').empty_ordered_dict();
    return code('t').code('R');
  }
  std::string done() { return code('.').bytes; }
};

using StorageBytes = std::vector<std::pair<std::string, std::string>>;  // key, raw data

/// A file as torch.save() wrote it before PyTorch 1.6, its storages of 4-byte elements.
inline std::string legacy_file(const std::string& state_pickle, const StorageBytes& storages) {
  std::string bytes("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20j\xa8\x50\x19.", 15);
  bytes += PickleWriter().number(1001).done();
  bytes += PickleWriter().code('}').text("little_endian").code('\x88').code('s').done();
  bytes += state_pickle;
  PickleWriter keys;
  keys.code(']').code('(');
  for (const auto& [key, data] : storages) keys.text(key);
  bytes += keys.code('e').done();
  for (const auto& [key, data] : storages) {
    bytes += raw(static_cast<std::int64_t>(data.size() / 4)) + data;
  }
  return bytes;
}

/// A zip archive as torch.save() writes it since; `compressed`, or in another folder, as others
/// pack it again.
inline std::string zip_file(const std::string& state_pickle, const StorageBytes& storages,
                            bool compressed = false, const std::string& folder = "archive/") {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* zip = zip_open_from_source(buffer, ZIP_CREATE | ZIP_TRUNCATE, &error);
  zip_source_keep(buffer);
  std::vector<std::pair<std::string, std::string>> entries{{"data.pkl", state_pickle}};
  const std::string data_folder = folder.ends_with('\\') ? "data\\" : "data/";
  for (const auto& [key, data] : storages) entries.emplace_back(data_folder + key, data);
  for (const auto& [name, data] : entries) {
    zip_source_t* source = zip_source_buffer(zip, data.data(), data.size(), 0);
    const zip_int64_t index = zip_file_add(zip, (folder + name).c_str(), source, 0);
    zip_set_file_compression(zip, static_cast<zip_uint64_t>(index),
                             compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  if (zip_close(zip) != 0) throw std::runtime_error("no zip archive was written");
  zip_stat_t stat;
  zip_source_stat(buffer, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_open(buffer);
  zip_source_read(buffer, bytes.data(), bytes.size());
  zip_source_close(buffer);
  zip_source_free(buffer);
  return bytes;
}

/// Two tensors on storages of three and six floats, wrapped as a checkpoint; "b" is a transposed
/// view that skips the first two elements.
inline std::string small_checkpoint_pickle() {
  PickleWriter writer;
  writer.code('}').text("state_dict").empty_ordered_dict().code('(');
  writer.text("a").tensor("FloatStorage", "0", 3, 0, {3}, {1});
  writer.text("b").tensor("FloatStorage", "1", 6, 2, {2, 2}, {1, 2});
  return writer.code('u').code('s').text("epoch").number(7).code('s').done();
}

inline StorageBytes small_checkpoint_storages() {
  const std::array<float, 3> a{1, 2, 3};
  const std::array<float, 6> b{0, 0, 10, 20, 30, 40};
  return {{"0", raw(a)}, {"1", raw(b)}};
}

inline std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

}  // namespace chestlens::test
