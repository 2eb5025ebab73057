#pragma once

#include "data/manifest.hpp"
#include "io/reporter.hpp"

#include <chestlens/assessment.hpp>
#include <chestlens/error.hpp>

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace chestlens {

/// How well a network's features tell two sources apart within one class, where the disease is the
/// same.
struct SourceProbe {
  std::string class_name;
  std::string first_source, second_source;
  std::int64_t first_films = 0, second_films = 0;
  Estimate roc_area;  // 0.5: no better than chance, 1: never wrong
};

/// A linear probe (Alain & Bengio 2016) on features [N,K] of manifest.films[films[i]]: logistic
/// regression by five-fold cross-validation, no patient on both sides of a fold, interval by
/// patient (roc_area). Takes the class whose second source has most films; nothing where no class
/// has two sources of `few_films` and more.
Result<std::optional<SourceProbe>> probe_sources(const torch::Tensor& features,
                                                 const Manifest& manifest,
                                                 std::span<const std::size_t> films,
                                                 const Reporter& reporter = {});

}  // namespace chestlens
