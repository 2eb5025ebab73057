#include "io/png_text.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace chestlens {
namespace {

constexpr std::size_t header_bytes = 33;  // the signature, 8 bytes, and the chunk IHDR, 25
constexpr std::array<unsigned char, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

void append(std::vector<std::byte>& bytes, std::string_view text) {
  for (const char character : text) bytes.push_back(static_cast<std::byte>(character));
}

void append_big_endian(std::vector<std::byte>& bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::byte>(value >> shift & 0xFF));
  }
}

std::vector<std::byte> text_chunk(std::string_view keyword, std::string_view text) {
  std::vector<std::byte> chunk;
  append_big_endian(chunk, static_cast<std::uint32_t>(keyword.size() + 1 + text.size()));
  append(chunk, "tEXt");
  append(chunk, keyword);
  chunk.push_back(std::byte{0});
  append(chunk, text);
  const auto* checked = reinterpret_cast<const Bytef*>(chunk.data()) + sizeof(std::uint32_t);
  const auto length = static_cast<uInt>(chunk.size() - sizeof(std::uint32_t));
  append_big_endian(chunk, static_cast<std::uint32_t>(crc32(0, checked, length)));
  return chunk;
}

bool is_png(std::span<const std::byte> bytes) {
  return bytes.size() >= header_bytes &&
         std::ranges::equal(bytes.first(signature.size()), std::as_bytes(std::span(signature)));
}

}  // namespace

std::vector<std::byte> with_png_text(std::span<const std::byte> png, std::string_view keyword,
                                     std::string_view text) {
  std::vector<std::byte> bytes(png.begin(), png.end());
  if (!is_png(png)) return bytes;
  const auto chunk = text_chunk(keyword, text);
  bytes.insert(bytes.begin() + header_bytes, chunk.begin(), chunk.end());
  return bytes;
}

bool has_png_text(std::span<const std::byte> bytes, std::string_view keyword,
                  std::string_view text) {
  const auto chunk = text_chunk(keyword, text);
  return is_png(bytes) && bytes.size() >= header_bytes + chunk.size() &&
         std::ranges::equal(bytes.subspan(header_bytes, chunk.size()), chunk);
}

}  // namespace chestlens
