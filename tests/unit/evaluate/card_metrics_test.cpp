#include "evaluate/card_metrics.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

/// Four films of two classes, of which three are right.
Evaluation evaluation_of(EvaluatedPart part, const std::string& name) {
  Manifest manifest;
  manifest.classes = {"a", "b"};
  for (int i = 0; i < 4; ++i) {
    ManifestRow film;
    film.file = std::to_string(i);
    film.patient_id = std::to_string(i);
    film.class_index = i % 2;
    manifest.films.push_back(film);
  }
  const std::vector<std::size_t> films{0, 1, 2, 3};
  auto evaluation = evaluate_probabilities(part, manifest, films,
                                           {0.9F, 0.1F, 0.2F, 0.8F, 0.4F, 0.6F, 0.3F, 0.7F});
  evaluation->films_name = name;
  return *evaluation;
}

std::vector<std::string> origins_of(const std::vector<MeasuredMetric>& metrics) {
  std::vector<std::string> origins;
  for (const MeasuredMetric& metric : metrics) {
    if (metric.name == "accuracy") origins.push_back(metric.measured_on);
  }
  return origins;
}

TEST(CardMetrics, ExternalFilmsComeAfterACardsOwn) {
  auto metrics = with_metrics({}, evaluation_of(EvaluatedPart::test, ""));
  metrics = with_metrics(metrics, evaluation_of(EvaluatedPart::external, "B"));
  metrics = with_metrics(metrics, evaluation_of(EvaluatedPart::external, "C"));
  EXPECT_EQ(origins_of(metrics),
            (std::vector<std::string>{"test, split by patient, 4 films", "other films (B), 4 films",
                                      "other films (C), 4 films"}));
}

TEST(CardMetrics, TheSameFilmsAgainReplaceTheirFigures) {
  auto metrics = with_metrics({}, evaluation_of(EvaluatedPart::external, "B"));
  const std::size_t count = metrics.size();
  metrics = with_metrics(metrics, evaluation_of(EvaluatedPart::external, "B"));
  EXPECT_EQ(metrics.size(), count);
}

TEST(CardMetrics, SayWhatIsNotKnownOfExternalFilms) {
  Evaluation evaluation = evaluation_of(EvaluatedPart::external, "B");
  evaluation.seen_known = false;
  evaluation.patients_known = false;
  EXPECT_EQ(measured_on(evaluation),
            "other films (B), patients are not known, which may have trained it");
}

TEST(CardMetrics, FiguresOfAnotherModelAreNotAddedTo) {
  Card card;
  card.files = {{"model.onnx", 1, "aa"}};
  card.provenance.emplace().model_sha256 = "bb";
  EXPECT_FALSE(check_own_figures(card));
  card.provenance->model_sha256 = "aa";
  EXPECT_TRUE(check_own_figures(card));
}

}  // namespace
}  // namespace chestlens
