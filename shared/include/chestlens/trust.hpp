#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

// Is a film like those that a model knows? Asked before any probability is shown, of the network's
// own features at several depths: the Mahalanobis distance in their leading principal directions
// (Lee 2018; no single layer is best: Anthony & Kamnitsas 2023), by limits that validation films
// alone set.

/// The file of a bundle that holds it.
inline constexpr const char* trust_file = "trust.bin";

/// The training films at one depth.
struct TrustDepth {
  std::string output;            // of the model: "early", "middle", "features"
  std::vector<float> mean;       // [D]
  std::vector<float> whitening;  // [d,D]: directions, each over its deviation; scaled so that 95 of
                                 // 100 validation films lie within a mean square of 1

  std::size_t values() const { return mean.size(); }
  std::size_t directions() const { return mean.empty() ? 0 : whitening.size() / mean.size(); }
};

/// A film's score is the largest of its depths' distances.
struct TrustModel {
  std::string model_sha256;  // of the model.onnx whose features these are
  std::vector<TrustDepth> depths;
  float like_limit = 0.0F;     // below it are 95 of 100 validation films
  float unlike_limit = 0.0F;   // above it is one of 100 of them
  float no_film_limit = 0.0F;  // above it is hardly a validation film, however it was damaged
  std::vector<float> scores;   // rising: 101 quantiles of the validation films' scores
};

enum class Likeness : std::uint8_t { like, unlike, cannot_tell };

/// What a film that is unlike the others may be.
enum class Surprise : std::uint8_t {
  none,
  no_xray,      // farther than any damaged film
  turned_left,  // a quarter turn back to the right makes it like the others
  turned_right,
  upside_down,
  negative,          // its negative is like the others
  other_view_or_age  // an X-ray of another view, part, age or machine, or a damaged one
};

struct Trust {
  Likeness likeness = Likeness::cannot_tell;
  double score = 0.0;         // 1 is the limit: 37 is 37 times as far
  double farther_than = 0.0;  // share of validation films that are nearer
  Surprise surprise = Surprise::none;
  std::string reason = {};  // why nothing can be told, where the bundle holds no trust
  std::string subject =
      {};  // what the film's header says it is, where that is no frontal chest film
};

/// The mean square of the whitened features at a depth. Errors: mismatch for another number of
/// features than D, or one that is no finite number.
Result<double> distance_at(const TrustDepth& depth, std::span<const float> features);

/// `features` are those of each depth, in the model's order. Errors: those of distance_at.
Result<Trust> assess_trust(const TrustModel& model,
                           std::span<const std::span<const float>> features);

/// Of a film that is unlike the others: what it may be. `turned` are the scores of the film turned
/// by a quarter to the right, by half, by a quarter to the left, and of its negative.
struct TriedScores {
  double turned_right = 0.0;
  double turned_half = 0.0;
  double turned_left = 0.0;
  double negative = 0.0;
};
Surprise nearest_surprise(const Trust& trust, const TriedScores& tried, const TrustModel& model);

/// Of a bundle that holds no trust.bin: nothing can be told.
Trust trust_not_known(std::string_view bundle);

/// The least sure of several: an ensemble asks each member.
Trust combine_trust(std::span<const Trust> members);

/// Of a film whose header says what it is: where that is no frontal chest film (`subject` is not
/// empty) it is unlike the training films, whatever its features say.
void set_subject(Trust& trust, std::string_view subject);

/// "like", "unlike", "cannot tell".
std::string_view to_string(Likeness likeness);

/// For people: "no X-ray", "turned to the left"; "" for none.
std::string_view to_string(Surprise surprise);

/// Read both back. Errors: invalid_argument.
Result<Likeness> parse_likeness(std::string_view text);
Result<Surprise> parse_surprise(std::string_view text);

/// Why a film is not said to be like the others: "37 times the limit, perhaps no X-ray"; "" of one
/// that is.
std::string reason_in_words(const Trust& trust);

/// The same after what it is the reason for: "unlike the training films: 37 times the limit,
/// perhaps no X-ray".
std::string describe(const Trust& trust);

/// trust.bin: little-endian, with a version and a checksum.
std::vector<std::byte> to_bytes(const TrustModel& model);

/// Reads it back. Errors: unsupported for another version, truncated, corrupt.
Result<TrustModel> parse_trust(std::span<const std::byte> bytes);

}  // namespace chestlens
