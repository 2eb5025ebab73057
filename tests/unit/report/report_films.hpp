#pragma once

#include "data/manifest.hpp"
#include "evaluate/evaluation.hpp"

#include <torch/torch.h>

#include <numeric>
#include <string>
#include <vector>

namespace chestlens::test {

/// Twelve films of COVID-Net's classes, three each, of two hospitals.
inline Manifest report_manifest() {
  Manifest manifest;
  manifest.classes = {"covid19", "viral", "bacterial", "normal"};
  for (int i = 0; i < 12; ++i) {
    ManifestRow film;
    film.file = std::to_string(i) + ".png";
    film.class_index = i % 4;
    film.patient_id = "p" + std::to_string(i);
    film.source = i % 4 == 3 && i > 6 ? "clinic" : "hospital";
    manifest.films.push_back(film);
  }
  return manifest;
}

inline std::vector<std::size_t> report_films() {
  std::vector<std::size_t> films(12);
  std::iota(films.begin(), films.end(), std::size_t{0});
  return films;
}

/// Right but for films 0 and 4 of covid19, which are called viral.
inline Evaluation report_evaluation() {
  auto logits = torch::zeros({12, 4});
  auto labels = torch::zeros({12}, torch::kInt64);
  for (std::int64_t i = 0; i < 12; ++i) {
    labels[i] = i % 4;
    logits[i][i == 0 || i == 4 ? 1 : i % 4] = 2.0;
  }
  return evaluate_predictions(EvaluatedPart::test, report_manifest(), report_films(),
                              {logits, labels})
      .value();
}

}  // namespace chestlens::test
