#pragma once

#include <chestlens/metrics.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// The bootstrap (Efron 1979) over patients: films of one patient are alike, so whole patients are
/// drawn with replacement. The same seed gives the same draws on every platform.
struct BootstrapOptions {
  int draws = 2'000;
  std::uint64_t seed = 42;
  double level = 0.95;                    // of the percentile interval
  std::function<void()> after_draw = {};  // called after each, for a progress bar
};

/// Positions of the films of each patient, in the order in which patients first appear.
using PatientFilms = std::vector<std::vector<std::size_t>>;
PatientFilms films_by_patient(std::span<const std::string> patient_of_film);

/// A number in [0,count), each as likely; count is at least 1.
std::size_t draw_index(std::size_t count, std::mt19937_64& random);

/// The positions of the films of as many patients as there are, drawn with replacement.
std::vector<std::size_t> draw_patients(const PatientFilms& patients, std::mt19937_64& random);

/// The same draw as how often each of `films` films is in it.
std::vector<int> draw_counts(const PatientFilms& patients, std::size_t films,
                             std::mt19937_64& random);

/// [statistic][draw]; `replicate` computes all statistics on one draw and returns the same number
/// of values each time.
std::vector<std::vector<double>> bootstrap_draws(
    const std::function<std::vector<double>(std::mt19937_64&)>& replicate,
    const BootstrapOptions& options = {});

/// The percentile interval of each statistic of bootstrap_draws().
std::vector<Interval> bootstrap_intervals(
    const std::function<std::vector<double>(std::mt19937_64&)>& replicate,
    const BootstrapOptions& options = {});

/// The quantile of sorted values at `share` in [0,1], by linear interpolation between order
/// statistics (Hyndman & Fan 1996, type 7); at least one value.
double sorted_quantile(std::span<const double> sorted, double share);

/// The middle `level` of the values, by sorted_quantile(). Values that are not a number are left
/// out; without any, neither end is one.
Interval percentile_interval(std::vector<double> values, double level);

}  // namespace chestlens
