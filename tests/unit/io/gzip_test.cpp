#include "io/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <span>
#include <string>
#include <vector>

namespace chestlens {
namespace {

/// By zlib's one-call interface, whose frame is 6 bytes where gzip's is 18.
std::int64_t expected_bytes(const std::vector<std::byte>& bytes) {
  std::vector<Bytef> output(compressBound(bytes.size()));
  uLongf size = output.size();
  EXPECT_EQ(compress2(output.data(), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                      bytes.size(), Z_BEST_COMPRESSION),
            Z_OK);
  return static_cast<std::int64_t>(size) - 6 + 18;
}

TEST(GzipBytes, OfNothingAreItsFrame) {
  EXPECT_EQ(gzip_bytes({}).value(), 20);
}

TEST(GzipBytes, AreWhatZlibMakes) {
  std::mt19937 random(1);
  for (const unsigned levels : {1U, 4U, 256U}) {
    for (const std::size_t size : {1UL, 1000UL, 1UL << 16, 1'000'003UL}) {
      std::vector<std::byte> bytes(size);
      for (std::byte& byte : bytes) byte = static_cast<std::byte>(random() % levels);
      EXPECT_EQ(gzip_bytes(bytes).value(), expected_bytes(bytes)) << levels << " " << size;
    }
  }
}

/// "chest " as Python's gzip packs it.
const std::string packed(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xce\x48\x2d\x2e\x51\x00\x00\xd9\xad\x92\xbc\x06"
    "\x00\x00\x00",
    26);

Result<std::string> unpacked(const std::string& bytes, std::size_t max_bytes = 100) {
  return gunzip(std::as_bytes(std::span(bytes)), max_bytes);
}

TEST(Gunzip, UnpacksEveryMember) {
  EXPECT_EQ(unpacked(packed).value(), "chest ");
  EXPECT_EQ(unpacked(packed + packed).value(), "chest chest ");
}

TEST(Gunzip, RefusesWhatIsDamagedCutOrTooLarge) {
  for (std::size_t size = 0; size < packed.size(); ++size) {
    const auto text = unpacked(packed.substr(0, size));
    ASSERT_FALSE(text) << size;
    EXPECT_EQ(text.error().code, ErrorCode::corrupt);
  }
  std::string other = packed;
  other[18] = 'x';  // of the checksum
  EXPECT_EQ(unpacked(other).error().code, ErrorCode::corrupt);
  EXPECT_EQ(unpacked(packed, 5).error().code, ErrorCode::too_large);
  EXPECT_EQ(unpacked(packed, 6).value(), "chest ");
}

}  // namespace
}  // namespace chestlens
