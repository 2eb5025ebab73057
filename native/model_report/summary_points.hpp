#pragma once

#include "model_report/model_report.hpp"
#include "page/page.hpp"

#include <string>

namespace chestlens {

// What the first sheet of a report says in words.

struct FrequentClass {
  std::string name;
  double share = 0.0;  // of the films
  int classes = 0;     // that have films
};

FrequentClass most_frequent_class(const Evaluation& evaluation);

/// The share of films that is named right by the most frequent class of their source.
double right_by_source_alone(const Evaluation& evaluation);

/// How often a film is named right, and whether the models differ.
PagePoint meaning_point(const ModelReport& report);

/// That classes go with sources, that classes have few films, that other hospitals are other films.
PagePoint caution_point(const ModelReport& report);

/// What the audits in the cards convict, or that there is none yet.
PagePoint audit_point(const ModelReport& report);

/// What the models are warned of, and how far a probability may be believed.
PagePoint trust_point(const ModelReport& report);

PagePoint purpose_point(const ModelReport& report);

}  // namespace chestlens
