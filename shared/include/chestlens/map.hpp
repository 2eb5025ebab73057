#pragma once

#include <chestlens/error.hpp>
#include <chestlens/tsne.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

// The map of a bundle: where films that are known lie by the network's own features, so that a new
// film is shown with those nearest to it. Nothing in it names a film or a patient.

/// The file of a bundle that holds it.
inline constexpr const char* map_file = "map.bin";

/// The side on which a film stands in its manifest.
enum class MapSplit : std::uint8_t { train, validation, test };

/// "train", "validation" or "test".
std::string to_string(MapSplit split);

struct MapFilm {
  MapPoint place;
  std::uint16_t class_index = 0;
  std::uint16_t source_index = 0;
  MapSplit split = MapSplit::train;
};

/// N films with K features each, of which D principal components are kept.
struct ReferenceMap {
  std::string model_sha256;  // of the model.onnx whose features these are
  std::vector<std::string> classes;
  std::vector<std::string> sources;
  float perplexity = 0.0F;             // that the places were made with
  float variance_share = 0.0F;         // what the components hold of the features' variance
  std::vector<float> mean;             // [K]
  std::vector<float> axes;             // [D,K], each a float16
  std::vector<float> steps;            // [D], what 1 of a code is
  std::vector<std::int8_t> codes;      // [N,D], the films' components
  std::vector<MapFilm> films;          // [N]
  std::vector<float> usual_distances;  // rising: 101 quantiles of a film's distance to the nearest
                                       // one of another patient

  std::size_t features() const { return mean.size(); }
  std::size_t components() const { return steps.size(); }
};

/// Sets mean [K] and axes [D,K], these rounded to float16.
void set_projection(ReferenceMap& map, std::span<const float> mean, std::span<const float> axes);

/// Sets codes and steps from the films' components [N,D], the largest of each component as 127.
void set_components(ReferenceMap& map, std::span<const float> components);

/// axes (features - mean), [D]. Errors: invalid_argument for another number of features than K or
/// one that is no finite number.
Result<std::vector<float>> project(const ReferenceMap& map, std::span<const float> features);

struct NearFilm {
  std::size_t film = 0;   // in ReferenceMap::films
  float distance = 0.0F;  // Euclidean, between the components
};

struct Placed {
  MapPoint place;
  std::vector<NearFilm> nearest;  // the nearest first
  double farther_than = 0.0;      // the share of films whose own nearest film is nearer than this
                                  // one's: above 0.95 or so it is unlike those of the map
};

/// Places one film by its features alone, as openTSNE 1.0's transform does: from the median of its
/// 15 nearest, by their affinities at perplexity 5 exaggerated 1.5 times, 250 steps. A film that is
/// far from all still lands somewhere: `farther_than` says so. Errors: those of project.
Result<Placed> place(const ReferenceMap& map, std::span<const float> features,
                     std::size_t nearest = 10);

/// The film's distance to each film of the map, [N], as NearFilm has it. Errors: those of project.
Result<std::vector<float>> distances_to(const ReferenceMap& map, std::span<const float> features);

/// map.bin: little-endian, with a version and a checksum (map_file.cpp has the layout).
std::vector<std::byte> to_bytes(const ReferenceMap& map);

/// Reads it back. Memory is taken for no more than the bytes hold. Errors: unsupported for another
/// version, truncated, corrupt for what contradicts itself or lies outside its range.
Result<ReferenceMap> parse_map(std::span<const std::byte> bytes);

}  // namespace chestlens
