#include "data/parallel.hpp"
#include "embed/repulsion.hpp"
#include "io/wide_registers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t lanes = 16;
constexpr std::size_t points_at_once = 128;
// A point so far away that its q and its force are nothing: what fills up the last lanes.
constexpr float nowhere = 1e15F;

using Lanes = std::array<float, lanes>;

/// The sums over all points of one point at (x, y); its own q is among them.
struct Sums {
  double q = 0.0;
  float x = 0.0F;
  float y = 0.0F;
};

CHESTLENS_WIDEST_REGISTERS
Sums sums_at(float x, float y, const float* xs, const float* ys, std::size_t count) {
  Lanes q{}, force_x{}, force_y{};
  for (std::size_t begin = 0; begin < count; begin += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const float dx = x - xs[begin + lane];
      const float dy = y - ys[begin + lane];
      const float each = 1.0F / (1.0F + dx * dx + dy * dy);
      q[lane] += each;
      force_x[lane] += each * each * dx;
      force_y[lane] += each * each * dy;
    }
  }
  Sums sums;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    sums.q += q[lane];
    sums.x += force_x[lane];
    sums.y += force_y[lane];
  }
  return sums;
}

}  // namespace

void repel_all_pairs(std::span<const MapPoint> places, int threads, Repulsion& repulsion) {
  const std::size_t count = places.size();
  const std::size_t padded = (count + lanes - 1) / lanes * lanes;
  std::vector<float> xs(padded, nowhere), ys(padded, nowhere);
  for (std::size_t i = 0; i < count; ++i) {
    xs[i] = places[i].x;
    ys[i] = places[i].y;
  }
  repulsion.forces.resize(count);
  const std::size_t parts = (count + points_at_once - 1) / points_at_once;
  std::vector<double> sums(parts, 0.0);
  parallel_for(parts, threads, [&](std::size_t part) {
    const std::size_t end = std::min(count, (part + 1) * points_at_once);
    for (std::size_t i = part * points_at_once; i < end; ++i) {
      const Sums at = sums_at(xs[i], ys[i], xs.data(), ys.data(), padded);
      sums[part] += at.q - 1.0;
      repulsion.forces[i] = {at.x, at.y};
    }
  });
  repulsion.sum = 0.0;
  for (const double sum : sums) repulsion.sum += sum;
}

}  // namespace chestlens
