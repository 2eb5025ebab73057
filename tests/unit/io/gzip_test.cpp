#include "io/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
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

}  // namespace
}  // namespace chestlens
