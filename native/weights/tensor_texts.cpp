#include "weights/tensor_texts.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>

namespace chestlens {
namespace {

constexpr std::uint64_t max_header_bytes = std::uint64_t{1} << 28U;

Result<std::string> read_header(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return fail(ErrorCode::not_found, "is not there");
  if (!std::filesystem::is_regular_file(path, error)) return fail(ErrorCode::io, "is no file");
  std::ifstream file(path, std::ios::binary);
  std::uint64_t bytes = 0;
  if (!file.read(reinterpret_cast<char*>(&bytes), sizeof bytes)) {
    return fail(ErrorCode::truncated, "has no header");
  }
  if (bytes > max_header_bytes) return fail(ErrorCode::corrupt, "is no tensor file");
  std::string text(bytes, '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(bytes))) {
    return fail(ErrorCode::truncated, "ends within its header, or is no tensor file");
  }
  return text;
}

}  // namespace

Result<std::map<std::string, std::string>> read_tensor_texts(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto text, with_context(read_header(path), path.string()));
  try {
    const auto header = nlohmann::json::parse(text);
    return header.value("__metadata__", std::map<std::string, std::string>());
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::corrupt, std::string("bad header: ") + error.what(), path.string());
  }
}

}  // namespace chestlens
