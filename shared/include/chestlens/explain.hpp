#pragma once

#include <chestlens/error.hpp>
#include <chestlens/grad_cam.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

// Where on a film a network's logit of a class comes from. Every method gives a map [h,w] for each
// class; what is above zero speaks for the class. None says what is right, only what was used.

enum class MapMethod : std::uint8_t {
  hires_cam,
  grad_cam,
  grad_cam_plus_plus,
  eigen_cam,
  recipro_cam,
  ablation_cam,
  fine_hires_cam,
  occlusion
};

/// What a method takes beside the outputs of one run of the network.
enum class MapCost : std::uint8_t {
  outputs,  // nothing
  head,     // runs of the head, milliseconds
  shifts,   // 16 runs of the whole network
  network   // hundreds of them
};

struct MapMethodInfo {
  MapMethod method = MapMethod::hires_cam;
  std::string_view name;     // on the command line, "hirescam"
  std::string_view title;    // "HiResCAM"
  std::string_view meaning;  // a sentence for people
  std::string_view paper;
  MapCost cost = MapCost::outputs;
  bool is_by_class = true;  // false: the same map for every class
  bool is_signed = false;   // below zero it speaks against the class
  int format = 1;           // the least of bundles that it can be made of
};

/// All methods, in the order of the enum.
std::span<const MapMethodInfo> map_methods();
const MapMethodInfo& map_method_info(MapMethod method);

/// What a map by the method costs, for people: "at once", "hundreds of runs".
std::string_view in_words(MapCost cost);

/// By MapMethodInfo::name. Errors: invalid_argument, listing the names.
Result<MapMethod> parse_map_method(std::string_view name);

/// One film's outputs of a model of format 2 (ARCHITECTURE.md, "The bundle"), row-major. Methods
/// read what they need; of a model of format 1 the last three are empty.
struct MapOutputs {
  ActivationShape shape = {};
  std::span<const float> logits = {};       // [C]
  std::span<const float> activations = {};  // [F,h,w]
  std::span<const float> cam_weights = {};  // [C,F]
  std::span<const float> evidence = {};     // [C,h,w]
  std::span<const float> logit_bias = {};   // [C]
  std::span<const float> max_weights = {};  // [C,F]
};

/// Logits [films,C] of `films` inputs: the head on activations [films,F,h,w], or the whole network
/// on prepared films [films,1,H,W].
using RunModel =
    std::function<Result<std::vector<float>>(std::span<const float> inputs, int films)>;

/// A grey patch is moved over the film; the strides of its places overlap by default.
struct OcclusionOptions {
  int patch_pixels = 16;
  int stride_pixels = 8;
  int batch_films = 16;
  std::function<bool(int done, int total)> progress = {};  // films run; false stops
};

/// What the methods compute with besides a film's outputs.
struct MapModel {
  RunModel head = {};      // for recipro_cam and ablation_cam
  RunModel evidence = {};  // for fine_hires_cam: prepared films to evidence [films,C,h,w]
  RunModel network = {};   // for occlusion,
  FloatImage film = {};    // and the prepared film
  OcclusionOptions occlusion = {};
};

/// A map for every class by one method. Errors: those of the method's own function below;
/// invalid_argument where `model` lacks what the method needs.
Result<std::vector<FloatImage>> explain(MapMethod method, const MapOutputs& outputs,
                                        const MapModel& model = {});

/// Gradient times activation at every position (Draelos & Carin 2020, eq. 5): the model's own
/// `evidence`. With `logit_bias` it adds up to the logit. Signed.
/// Errors: unsupported of a model of format 1; invalid_argument.
Result<std::vector<FloatImage>> hires_cam(const MapOutputs& outputs);

/// grad_cam() of every class.
Result<std::vector<FloatImage>> grad_cam_maps(const MapOutputs& outputs);

/// Positions weighted by the curvature of exp(logit) (Chattopadhyay 2018, eq. 19; without the
/// epsilon that libraries add). Errors: unsupported of a model of format 1 and of a head that
/// flattens the maps, whose gradient differs from position to position; invalid_argument.
Result<std::vector<FloatImage>> grad_cam_plus_plus(const MapOutputs& outputs);

/// The activations projected on their first right singular vector (Muhammad & Yeasin 2020), its
/// sign such that the map's sum is positive. It knows of no class. Errors: invalid_argument.
Result<FloatImage> eigen_cam(std::span<const float> activations, const ActivationShape& shape);

/// Each map weighted by what the logit loses without it (Desai & Ramaswamy 2020, eq. 5, not divided
/// by the logit, whose sign would turn the map of a class that is refused): F runs of the head.
/// Errors: those of `head`; invalid_argument.
Result<std::vector<FloatImage>> ablation_cam(const MapOutputs& outputs, const RunModel& head);

/// The probability of the class where the head sees the surroundings of one position alone (Byun &
/// Lee 2022), above the least such: h*w runs of the head. Errors: those of `head`;
/// invalid_argument.
Result<std::vector<FloatImage>> recipro_cam(const MapOutputs& outputs, const RunModel& head);

/// HiResCAM of the film moved by parts of a cell, put together on a finer grid, as if the last
/// layers were dilated (shift-and-stitch, Long 2015, section 3.2): [h*parts,w*parts], signed, its
/// sum the mean of the moved films' sums. Beyond the film its edge is repeated.
/// Errors: unsupported of a model of format 1; those of `evidence`; invalid_argument.
Result<std::vector<FloatImage>> fine_hires_cam(const MapOutputs& outputs, const FloatImage& film,
                                               const RunModel& evidence, int parts = 4);

/// What the logit loses on average where a patch of the film's mean grey covers a pixel (Zeiler &
/// Fergus 2014): [H,W], signed. Errors: interrupted; those of `network`; invalid_argument.
Result<std::vector<FloatImage>> occlusion(const FloatImage& film, std::span<const float> logits,
                                          const RunModel& network,
                                          const OcclusionOptions& options = {});

/// How a class's logit is made up.
struct EvidenceSum {
  double evidence = 0.0;  // the map's sum
  double bias = 0.0;      // what no place on the film accounts for
  double logit = 0.0;
};

/// Of every class. Errors: those of hires_cam.
Result<std::vector<EvidenceSum>> evidence_sums(const MapOutputs& outputs);

/// "adds up to 3.10 of the logit's 4.00; 0.90 is the bias".
std::string in_words(const EvidenceSum& sum);

enum class MapContent : std::uint8_t {
  evidence,
  nothing_for,  // nowhere above zero
  flat          // the same everywhere: it points at nothing
};

/// A map that is not empty.
MapContent map_content(const FloatImage& map);

/// What is shown in the place of a map without evidence; "" of one with it.
std::string_view in_words(MapContent content);

}  // namespace chestlens
