#pragma once

#include "explain/benchmark_films.hpp"
#include "io/output.hpp"
#include "io/reporter.hpp"

#include <chestlens/bootstrap.hpp>
#include <chestlens/error.hpp>
#include <chestlens/explain.hpp>
#include <chestlens/metrics.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {

/// What a benchmark measures of a map.
enum class MapFigure : std::uint8_t {
  pointing,
  energy,
  overlap,
  deletion,
  insertion,
  road,
  consistency,
  sanity
};
inline constexpr std::size_t map_figure_count = 8;

struct MapFigureInfo {
  std::string_view name;     // "energy_inside"
  std::string_view title;    // "energy inside"
  std::string_view meaning;  // a sentence, with the paper
  bool higher_is_better = true;
};
std::span<const MapFigureInfo> map_figures();  // in the order of the enum

struct MapFigureEstimate {
  double value = 0.0;  // not a number where it is not measured
  Interval interval;   // 95 %, by patient
};

/// One method, or a map that no network made, for comparison.
struct BenchmarkRow {
  std::string name;
  std::string title;
  bool is_reference = false;
  double share_best = 0.0;  // of the bootstrap's draws, in which choose_method chooses it
  std::array<MapFigureEstimate, map_figure_count> figures;
};

struct ModelBenchmark {
  std::string model, title;
  int films = 0;      // measured: answered right, or all
  int patients = 0;   // of them
  int looked_at = 0;  // films of which these are
  std::vector<BenchmarkRow> rows = {};
  std::vector<std::string> refusals = {};  // methods that the model has no map by, and why
};

struct BenchmarkOptions {
  std::vector<MapMethod> methods;
  int films = 60;           // at most, of all classes together
  bool wrong_too = false;   // also films that the model answers wrong
  std::uint64_t seed = 42;  // of the films, the shuffled weights and the bootstrap
  OcclusionOptions occlusion = {};
  double shuffled_share = 0.25;  // of the body's weights, in the sanity test
  int draws = 1'000;             // of the bootstrap
  int threads = 0;
  std::function<bool()> stopped = {};
};

/// Measures every method on films with a finding that the bundle answers right, each map that of
/// the film's own class. Errors: those of the bundle and the films; not_found where fewer than 5
/// are answered right; interrupted.
Result<ModelBenchmark> benchmark_bundle(const std::filesystem::path& bundle,
                                        const std::vector<BenchmarkFilm>& films,
                                        const BenchmarkOptions& options, const Reporter& reporter);

/// The method to show first: the best mean rank, over models and over pointing, energy, overlap,
/// ROAD and insertion less deletion, of those that cost no more than `most`. No ranks where there
/// is none.
struct BenchmarkChoice {
  MapMethod method = MapMethod::hires_cam;
  std::vector<std::pair<MapMethod, double>> mean_ranks;  // the best first
};
BenchmarkChoice choose_method(const std::vector<ModelBenchmark>& models,
                              MapCost most = MapCost::shifts);

/// For a terminal, for a table program, for programs, and a chart (SVG).
std::string to_text(const std::vector<ModelBenchmark>& models);
std::string to_csv(const std::vector<ModelBenchmark>& models);
std::string to_json(const std::vector<ModelBenchmark>& models, const BenchmarkOptions& options);
std::string to_svg(const ModelBenchmark& model);

/// A folder of these: benchmark.txt, .csv and .json, a chart of each model, and SHA256SUMS, by
/// which it is known again. Errors: invalid_argument, io.
Status check_benchmark_folder(const std::filesystem::path& folder, const OutputRule& rule);
Status write_benchmark(const std::filesystem::path& folder,
                       const std::vector<ModelBenchmark>& models, const BenchmarkOptions& options,
                       const OutputRule& rule);

}  // namespace chestlens
