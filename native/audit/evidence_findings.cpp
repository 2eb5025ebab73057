#include "audit/estimates.hpp"
#include "audit/findings.hpp"
#include "data/film.hpp"
#include "data/ordered_pipeline.hpp"
#include "explain/map_metrics.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"

#include <chestlens/lung_field.hpp>
#include <chestlens/preprocess.hpp>
#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr int grid = 48;  // the side at which maps and lungs are compared
constexpr int pairings = 200;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

struct MapAndLungs {
  FloatImage map;    // [grid,grid], what is above zero, of sum 1; empty without evidence
  FloatImage lungs;  // [grid,grid], 1 inside
  bool is_drawn = false;
};

/// The lungs that a generated film comes with: CLASS/FILE has masks/lungs/CLASS/FILE.
std::optional<GreyImage> drawn_lungs(const fs::path& film) {
  const fs::path file = film.parent_path().parent_path() / "masks" / "lungs" /
                        film.parent_path().filename() / film.filename();
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return std::nullopt;
  auto mask = read_film(file);
  if (!mask) return std::nullopt;
  return *std::move(mask);
}

GreyImage picture_of(const Region& region) {
  GreyImage picture{region.width_pixels, region.height_pixels, 255, {}};
  for (const std::uint8_t pixel : region.pixels) {
    picture.pixels.push_back(pixel != 0 ? std::uint16_t{255} : std::uint16_t{0});
  }
  return picture;
}

Result<MapAndLungs> map_and_lungs(const fs::path& path, const AuditedNetwork& network) {
  CHESTLENS_TRY(const auto film, read_film(path));
  CHESTLENS_TRY(const auto image,
                with_context(preprocess(film, network.card.input), path.string()));
  CHESTLENS_TRY(const auto outputs,
                network.session.run(
                    std::span(&image, 1),
                    {.features = false, .heatmaps = false, .evidence = true, .depths = false}));
  const auto& shape = outputs.evidence.shape;
  CHESTLENS_TRY(const auto probabilities, softmax(outputs.logits.values, network.card.temperature));
  const auto answer = static_cast<std::size_t>(most_probable(probabilities));
  const int height = static_cast<int>(shape[2]), width = static_cast<int>(shape[3]);
  const std::size_t area = area_pixels(width, height);
  FloatImage map{width, height, {}};
  map.pixels.assign(
      outputs.evidence.values.begin() + static_cast<std::ptrdiff_t>(answer * area),
      outputs.evidence.values.begin() + static_cast<std::ptrdiff_t>((answer + 1) * area));
  MapAndLungs result;
  result.map = as_drawn(map, grid, grid);
  double sum = 0.0;
  for (const float value : result.map.pixels) sum += double{value};
  if (!(sum > 0.0)) result.map.pixels.clear();
  for (float& value : result.map.pixels) value = static_cast<float>(double{value} / sum);
  const auto drawn = drawn_lungs(path);
  result.is_drawn = drawn.has_value();
  InputSpec spec = network.card.input;
  spec.size_pixels = grid;
  spec.window_low_percentile = 0.0;
  spec.window_high_percentile = 100.0;
  CHESTLENS_TRY(
      result.lungs,
      with_context(
          preprocess_as(film, drawn ? *drawn : picture_of(both_lungs(estimate_lung_field(film))),
                        spec),
          path.string()));
  return result;
}

double outside_lungs(const FloatImage& map, const FloatImage& lungs) {
  if (map.pixels.empty()) return nothing;
  double share = 0.0;
  for (std::size_t i = 0; i < map.pixels.size(); ++i) {
    share += double{map.pixels[i]} * (1.0 - double{lungs.pixels[i]});
  }
  return share;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0.0, count = 0.0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    sum += value;
    count += 1.0;
  }
  return count > 0.0 ? sum / count : nothing;
}

/// The mean share where maps are laid on the lungs of other films, of each draw, rising.
std::vector<double> shares_by_chance(const std::vector<MapAndLungs>& films) {
  std::mt19937_64 random(42);
  std::vector<double> means;
  for (int draw = 0; draw < pairings; ++draw) {
    std::vector<double> shares;
    for (const MapAndLungs& film : films) {
      shares.push_back(outside_lungs(film.map, films[draw_index(films.size(), random)].lungs));
    }
    means.push_back(mean_of(shares));
  }
  std::ranges::sort(means);
  return means;
}

}  // namespace

Result<std::vector<AuditFinding>> evidence_findings(const AuditFilms& films,
                                                    const AuditedNetwork& network,
                                                    const Reporter& reporter) {
  if (network.card.format < 2) return std::vector<AuditFinding>{};
  std::vector<MapAndLungs> all;
  Progress progress(reporter, "evidence", static_cast<std::int64_t>(films.count()), "films");
  const auto is_stopped = [&] { return network.stopped && network.stopped(); };
  std::size_t taken = 0;
  const auto take = [&](const std::stop_token&) -> std::optional<std::size_t> {
    if (taken == films.count() || is_stopped()) return std::nullopt;
    return taken++;
  };
  const auto put = [&](Result<MapAndLungs> film) -> Status {
    CHESTLENS_CHECK(film);
    all.push_back(*std::move(film));
    progress.advance();
    return {};
  };
  CHESTLENS_CHECK(ordered_pipeline(
      network.threads, take, [&](std::size_t i) { return map_and_lungs(films.paths[i], network); },
      put));
  if (is_stopped()) return fail(ErrorCode::interrupted, "stopped; nothing was written");
  progress.finish();
  std::vector<double> shares;
  bool is_drawn = true;
  for (const MapAndLungs& film : all) {
    shares.push_back(outside_lungs(film.map, film.lungs));
    is_drawn = is_drawn && film.is_drawn;
  }
  const Estimate outside = mean_estimate(shares, films.patients);
  if (!std::isfinite(outside.value)) return std::vector<AuditFinding>{};
  const auto by_chance = shares_by_chance(all);
  const double chance = mean_of(by_chance);
  return std::vector<AuditFinding>{
      {.test = "evidence outside the lungs",
       .about = "",
       .value = outside.value,
       .low = outside.interval.low,
       .high = outside.interval.high,
       .chance = chance,
       .chance_high = sorted_quantile(by_chance, 0.99),
       .sentence = fmt::format(
           "Of the evidence for the answers {} % lies outside the lungs ({}); laid on the lungs of "
           "other films, {} %.",
           in_percent(outside.value, outside.interval.low, outside.interval.high),
           is_drawn ? "as they were drawn" : "an estimate of their place", percent(chance)),
       .measured_on = films.measured_on}};
}

}  // namespace chestlens
