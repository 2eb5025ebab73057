#include "little_endian.hpp"
#include "part_file.hpp"

#include <chestlens/float16.hpp>
#include <chestlens/trust.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

// "CLENTRST", version, numbers of depths and of scores (uint32), the three limits (float32), the
// model's SHA-256 (64 hex digits); of each depth the output's name after its length (uint16), D and
// d (uint32), mean [D], a factor of each direction [d] (float32), directions [d,D] (float16); the
// scores; and FNV-1a (64 bits) of all before it, which finds accidents: against malice a card has
// the file's SHA-256.

constexpr std::string_view magic = "CLENTRST";
constexpr std::uint32_t version = 1;
constexpr std::uint32_t most_depths = 8;
constexpr std::uint32_t most_scores = 10'000;
constexpr std::uint32_t most_values = 1U << 16U;
constexpr std::uint32_t most_directions = 1024;

void put_depth(ByteWriter& writer, const TrustDepth& depth) {
  writer.put(static_cast<std::uint16_t>(depth.output.size()));
  writer.put_text(depth.output);
  writer.put(static_cast<std::uint32_t>(depth.values()));
  writer.put(static_cast<std::uint32_t>(depth.directions()));
  for (const float value : depth.mean) writer.put(value);
  const std::span all(depth.whitening);
  std::vector<float> factors;
  for (std::size_t d = 0; d < depth.directions(); ++d) {
    const auto row = all.subspan(d * depth.values(), depth.values());
    const auto [low, high] = std::ranges::minmax(row);
    factors.push_back(std::max({-low, high, 1e-30F}));
    writer.put(factors.back());
  }
  for (std::size_t i = 0; i < depth.whitening.size(); ++i) {
    writer.put(to_float16(depth.whitening[i] / factors[i / depth.values()]));
  }
}

Result<TrustDepth> take_depth(ByteReader& reader) {
  TrustDepth depth;
  depth.output = reader.take_text(reader.take<std::uint16_t>());
  const auto values = reader.take<std::uint32_t>();
  const auto directions = reader.take<std::uint32_t>();
  if (reader.is_short()) return fail(ErrorCode::truncated, "ends early");
  if (values < 1 || values > most_values || directions < 1 || directions > most_directions) {
    return damaged(fmt::format("{} directions of {} values", directions, values));
  }
  const std::size_t numbers = std::size_t{values} * directions;
  if (reader.left() < sizeof(float) * (values + std::size_t{directions}) + 2 * numbers) {
    return fail(ErrorCode::truncated, "ends early");
  }
  depth.mean.resize(values);
  for (float& value : depth.mean) value = reader.take<float>();
  std::vector<float> factors(directions);
  for (float& factor : factors) factor = reader.take<float>();
  depth.whitening.resize(numbers);
  for (std::size_t i = 0; i < numbers; ++i) {
    depth.whitening[i] = factors[i / values] * from_float16(reader.take<std::uint16_t>());
  }
  if (are_finite(depth.mean) && are_finite(depth.whitening)) return depth;
  return damaged("a number without end");
}

Status check_limits(const TrustModel& model) {
  const bool rise = model.like_limit > 0.0F && model.like_limit <= model.unlike_limit &&
                    model.unlike_limit <= model.no_film_limit && std::isfinite(model.no_film_limit);
  if (!rise) return damaged("limits that do not rise from 0");
  if (!are_finite(model.scores) || !std::ranges::is_sorted(model.scores)) {
    return damaged("scores that do not rise");
  }
  return {};
}

}  // namespace

std::vector<std::byte> to_bytes(const TrustModel& model) {
  ByteWriter writer;
  writer.put_text(std::string(magic));
  writer.put(version);
  writer.put(static_cast<std::uint32_t>(model.depths.size()));
  writer.put(static_cast<std::uint32_t>(model.scores.size()));
  for (const float limit : {model.like_limit, model.unlike_limit, model.no_film_limit}) {
    writer.put(limit);
  }
  std::string digest = model.model_sha256;
  digest.resize(digest_digits, '0');
  writer.put_text(digest);
  for (const TrustDepth& depth : model.depths) put_depth(writer, depth);
  for (const float score : model.scores) writer.put(score);
  writer.put(fnv1a(writer.bytes()));
  return std::move(writer.bytes());
}

Result<TrustModel> parse_trust(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  if (reader.take_text(magic.size()) != magic) return damaged("it is no trust.bin");
  const auto found = reader.take<std::uint32_t>();
  if (!reader.is_short() && found != version) {
    return fail(ErrorCode::unsupported,
                fmt::format("is of version {}; this program reads version {}", found, version));
  }
  const auto depths = reader.take<std::uint32_t>();
  const auto scores = reader.take<std::uint32_t>();
  if (reader.is_short()) return fail(ErrorCode::truncated, "ends early");
  if (depths < 1 || depths > most_depths || scores < 1 || scores > most_scores) {
    return damaged(fmt::format("{} depths and {} scores", depths, scores));
  }
  TrustModel model;
  model.like_limit = reader.take<float>();
  model.unlike_limit = reader.take<float>();
  model.no_film_limit = reader.take<float>();
  model.model_sha256 = reader.take_text(digest_digits);
  for (std::uint32_t i = 0; i < depths; ++i) {
    CHESTLENS_TRY(auto depth, take_depth(reader));
    model.depths.push_back(std::move(depth));
  }
  model.scores.resize(scores);
  for (float& score : model.scores) score = reader.take<float>();
  const auto stated = reader.take<std::uint64_t>();
  if (reader.is_short()) return fail(ErrorCode::truncated, "ends early");
  if (reader.left() > 0) return damaged("bytes at its end");
  if (fnv1a(bytes.first(bytes.size() - sizeof stated)) != stated) {
    return damaged("its checksum differs");
  }
  CHESTLENS_CHECK(check_limits(model));
  return model;
}

}  // namespace chestlens
