#include "little_endian.hpp"
#include "part_file.hpp"

#include <chestlens/float16.hpp>
#include <chestlens/map.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

// "CLENSMAP", version, K, D, N, numbers of classes, sources and quantiles (uint32), perplexity and
// share of variance (float32), the model's SHA-256 (64 hex digits); names, each after its length
// (uint16); mean [K], axes [D,K] (float16), steps [D], codes [N,D] (int8); of each film x, y
// (float32), class, source (uint16), split (uint8); the quantiles; and FNV-1a (64 bits) of all
// before it, which finds accidents: against malice a card has the file's SHA-256.

constexpr std::string_view magic = "CLENSMAP";
constexpr std::uint32_t version = 1;
constexpr std::size_t film_bytes = 2 * sizeof(float) + 2 * sizeof(std::uint16_t) + 1;

struct Sizes {
  std::size_t features = 0, components = 0, films = 0, classes = 0, sources = 0, quantiles = 0;
};

constexpr Sizes most{.features = 1U << 16U,
                     .components = 256,
                     .films = 1'000'000,
                     .classes = 1'000,
                     .sources = 10'000,
                     .quantiles = 10'000};

/// Bytes of what follows the names, up to the checksum.
std::size_t bytes_of(const Sizes& sizes) {
  return sizeof(float) * (sizes.features + sizes.components + sizes.quantiles) +
         sizeof(std::uint16_t) * sizes.components * sizes.features +
         sizes.films * (sizes.components + film_bytes);
}

Result<Sizes> take_sizes(ByteReader& reader) {
  Sizes sizes;
  struct Bound {
    std::size_t& value;
    std::size_t most;
    const char* what;
  };
  for (const auto& [value, limit, what] :
       {Bound{sizes.features, most.features, "features"},
        Bound{sizes.components, most.components, "components"},
        Bound{sizes.films, most.films, "films"}, Bound{sizes.classes, most.classes, "classes"},
        Bound{sizes.sources, most.sources, "sources"},
        Bound{sizes.quantiles, most.quantiles, "quantiles"}}) {
    value = reader.take<std::uint32_t>();
    if (value < 1 || value > limit) return damaged(fmt::format("{} {}", value, what));
  }
  return sizes;
}

std::vector<std::string> take_names(ByteReader& reader, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count && !reader.is_short(); ++i) {
    names.push_back(reader.take_text(reader.take<std::uint16_t>()));
  }
  return names;
}

std::vector<float> take_floats(ByteReader& reader, std::size_t count) {
  std::vector<float> values(count);
  for (float& value : values) value = reader.take<float>();
  return values;
}

MapFilm take_film(ByteReader& reader) {
  MapFilm film;
  film.place.x = reader.take<float>();
  film.place.y = reader.take<float>();
  film.class_index = reader.take<std::uint16_t>();
  film.source_index = reader.take<std::uint16_t>();
  film.split = static_cast<MapSplit>(reader.take<std::uint8_t>());
  return film;
}

bool is_right(const MapFilm& film, const ReferenceMap& map) {
  return std::isfinite(film.place.x) && std::isfinite(film.place.y) &&
         film.class_index < map.classes.size() && film.source_index < map.sources.size() &&
         film.split <= MapSplit::test;
}

/// Whether every number lies in its range.
Status check_values(const ReferenceMap& map) {
  if (!are_finite(map.mean) || !are_finite(map.axes)) return damaged("a projection without end");
  const auto is_step = [](float step) { return std::isfinite(step) && step > 0.0F; };
  if (!std::ranges::all_of(map.steps, is_step)) return damaged("a step that is not above 0");
  if (!std::ranges::all_of(map.films, [&](const MapFilm& film) { return is_right(film, map); })) {
    return damaged("a film of no class, source, split or place");
  }
  if (!are_finite(map.usual_distances) || map.usual_distances.front() < 0.0F ||
      !std::ranges::is_sorted(map.usual_distances)) {
    return damaged("usual distances that do not rise from 0");
  }
  const bool is_share = map.variance_share >= 0.0F && map.variance_share <= 1.0F;
  if (!is_share || !(map.perplexity >= 1.0F) || !std::isfinite(map.perplexity)) {
    return damaged("a perplexity or a share of the variance out of range");
  }
  return {};
}

void put_names(ByteWriter& writer, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const std::string text = name.substr(0, UINT16_MAX);
    writer.put(static_cast<std::uint16_t>(text.size()));
    writer.put_text(text);
  }
}

}  // namespace

std::vector<std::byte> to_bytes(const ReferenceMap& map) {
  ByteWriter writer;
  writer.put_text(std::string(magic));
  writer.put(version);
  for (const std::size_t size :
       {map.features(), map.components(), map.films.size(), map.classes.size(), map.sources.size(),
        map.usual_distances.size()}) {
    writer.put(static_cast<std::uint32_t>(size));
  }
  writer.put(map.perplexity);
  writer.put(map.variance_share);
  std::string digest = map.model_sha256;
  digest.resize(digest_digits, '0');
  writer.put_text(digest);
  put_names(writer, map.classes);
  put_names(writer, map.sources);
  for (const float value : map.mean) writer.put(value);
  for (const float value : map.axes) writer.put(to_float16(value));
  for (const float value : map.steps) writer.put(value);
  for (const std::int8_t code : map.codes) writer.put(static_cast<std::uint8_t>(code));
  for (const MapFilm& film : map.films) {
    writer.put(film.place.x);
    writer.put(film.place.y);
    writer.put(film.class_index);
    writer.put(film.source_index);
    writer.put(static_cast<std::uint8_t>(film.split));
  }
  for (const float value : map.usual_distances) writer.put(value);
  writer.put(fnv1a(writer.bytes()));
  return std::move(writer.bytes());
}

Result<ReferenceMap> parse_map(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  if (reader.take_text(magic.size()) != magic) return damaged("it is no map");
  const auto found = reader.take<std::uint32_t>();
  if (!reader.is_short() && found != version) {
    return fail(ErrorCode::unsupported,
                fmt::format("is of version {}; this program reads version {}", found, version));
  }
  CHESTLENS_TRY(const Sizes sizes, take_sizes(reader));
  ReferenceMap map;
  map.perplexity = reader.take<float>();
  map.variance_share = reader.take<float>();
  map.model_sha256 = reader.take_text(digest_digits);
  map.classes = take_names(reader, sizes.classes);
  map.sources = take_names(reader, sizes.sources);
  if (reader.is_short() || reader.left() < bytes_of(sizes) + sizeof(std::uint64_t)) {
    return fail(ErrorCode::truncated, "ends early");
  }
  if (reader.left() > bytes_of(sizes) + sizeof(std::uint64_t)) return damaged("bytes at its end");
  ByteReader end(bytes.last(sizeof(std::uint64_t)));
  if (fnv1a(bytes.first(bytes.size() - sizeof(std::uint64_t))) != end.take<std::uint64_t>()) {
    return damaged("its checksum differs");
  }
  map.mean = take_floats(reader, sizes.features);
  map.axes.resize(sizes.components * sizes.features);
  for (float& value : map.axes) value = from_float16(reader.take<std::uint16_t>());
  map.steps = take_floats(reader, sizes.components);
  map.codes.resize(sizes.films * sizes.components);
  for (std::int8_t& code : map.codes) {
    code = static_cast<std::int8_t>(reader.take<std::uint8_t>());
  }
  map.films.resize(sizes.films);
  for (MapFilm& film : map.films) film = take_film(reader);
  map.usual_distances = take_floats(reader, sizes.quantiles);
  CHESTLENS_CHECK(check_values(map));
  return map;
}

}  // namespace chestlens
