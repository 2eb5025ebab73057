#pragma once

#include <chestlens/card.hpp>

#include <string>

namespace chestlens {

/// A finding of an audit, as a person reads it.
struct FindingWords {
  std::string trait;    // what it is about: "the border"
  std::string meaning;  // of the trait; "" where it has none
  std::string figure;   // what `found` is: "ROC area, %"
  std::string found;    // "93.6 (88.0 to 96.7)"
  std::string against;  // what that is set against: "by chance 48.8, at most 67.2"; "" for nothing
  std::string verdict;  // as verdict_word()
};

FindingWords words_of(const AuditFinding& finding);

}  // namespace chestlens
