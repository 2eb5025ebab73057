#include <chestlens/float16.hpp>

#include <bit>
#include <cmath>

namespace chestlens {
namespace {

constexpr float smallest_normal = 0x1p-14F;
constexpr float subnormal_step = 0x1p-24F;
constexpr float first_beyond = 65'520.0F;  // rounds to the infinity

}  // namespace

std::uint16_t to_float16(float value) {
  const auto sign =
      static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U & 0x8000U);
  const float size = std::abs(value);
  std::uint32_t bits = 0;
  if (std::isnan(value)) {
    bits = 0x7E00U;
  } else if (size >= first_beyond) {
    bits = 0x7C00U;
  } else if (size < smallest_normal) {
    bits = static_cast<std::uint32_t>(std::nearbyint(size / subnormal_step));
  } else {
    // 13 bits fewer, and 112 less in the exponent; a mantissa that overflows raises the exponent.
    const auto wide = std::bit_cast<std::uint32_t>(size);
    const std::uint32_t odd = wide >> 13U & 1U;
    bits = ((wide + 0xFFFU + odd) >> 13U) - (112U << 10U);
  }
  return static_cast<std::uint16_t>(sign | bits);
}

float from_float16(std::uint16_t bits) {
  const std::uint32_t exponent = bits >> 10U & 0x1FU, mantissa = bits & 0x3FFU;
  const float sign = (bits & 0x8000U) != 0 ? -1.0F : 1.0F;
  if (exponent == 0) return sign * static_cast<float>(mantissa) * subnormal_step;
  const std::uint32_t wide = exponent == 0x1FU ? 0xFFU : exponent + 112U;
  return sign * std::bit_cast<float>(wide << 23U | mantissa << 13U);
}

}  // namespace chestlens
