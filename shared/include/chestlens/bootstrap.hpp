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

/// The percentile interval of each statistic; `replicate` computes all of them on one draw and
/// returns the same number of values each time.
std::vector<Interval> bootstrap_intervals(
    const std::function<std::vector<double>(std::mt19937_64&)>& replicate,
    const BootstrapOptions& options = {});

/// The middle `level` of the values, by linear interpolation between order statistics (Hyndman &
/// Fan 1996, type 7). Values that are not a number are left out; without any, neither end is one.
Interval percentile_interval(std::vector<double> values, double level);

}  // namespace chestlens
