// ZIP archives: what lies in one, and its files one by one, by the same limits as natively.
#include <chestlens/archive.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace chestlens::bridge {
namespace {

using emscripten::val;

/// `read(offset, count)` gives a Uint8Array, or null where the file cannot be read.
ArchiveSource source_of(const val& read, double bytes) {
  return {static_cast<std::uint64_t>(bytes),
          [read](std::uint64_t offset, std::span<std::byte> into) {
            const val piece = read(static_cast<double>(offset), static_cast<double>(into.size()));
            if (piece.isNull() || piece["length"].as<std::size_t>() != into.size()) return false;
            auto* begin = reinterpret_cast<std::uint8_t*>(into.data());
            val(emscripten::typed_memory_view(into.size(), begin)).call<void>("set", piece);
            return true;
          }};
}

val bytes_object(const std::vector<std::byte>& bytes) {
  const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
  return object_of("bytes",
                   val(emscripten::typed_memory_view(bytes.size(), begin)).call<val>("slice"));
}

val open(const val& read, double bytes) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(auto archive, Archive::open(source_of(read, bytes)));
    return object_of("archive", std::make_shared<Archive>(std::move(archive)));
  });
}

val names(const Archive& archive) {
  return val::array(archive.names());
}

val read_file(const Archive& archive, const std::string& name) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto bytes, archive.read(name));
    return bytes_object(bytes);
  });
}

val read_head(const Archive& archive, const std::string& name, int most_bytes) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto bytes, archive.read_head(name, static_cast<std::size_t>(most_bytes)));
    return bytes_object(bytes);
  });
}

EMSCRIPTEN_BINDINGS(archive) {
  emscripten::class_<Archive>("Archive")
      .smart_ptr<std::shared_ptr<Archive>>("Archive")
      .function("names", &names)
      .function("read", &read_file)
      .function("read_head", &read_head);
  emscripten::function("open_archive", &open);
}

}  // namespace
}  // namespace chestlens::bridge
