#pragma once

#include "bundle/predictor.hpp"
#include "bundle/trust_text.hpp"

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// One question asked of a film: a part covered or a change, and the answer then.
struct FilmQuestion {
  std::string name;                  // "border covered"
  std::string meaning;               // "the outer 10 %"
  bool is_asked = true;              // false: no text was found, say
  std::vector<float> probabilities;  // [C], of all members together
};

struct FilmAudit {
  std::vector<ModelTrust> trust = {};  // of each member: is the film like those of training
  std::vector<float> probabilities;    // [C], of the film as it is
  std::vector<FilmQuestion> questions;
  bool lungs_are_seen = false;
  std::size_t texts = 0;  // found
};

/// Asks what can be asked of one film: its border, text, lungs, all but its border covered, and the
/// harmless changes. Errors: those of prepare_film and predict_batch.
Result<FilmAudit> audit_film(const Predictor& predictor, const DecodedFilm& decoded);

/// Whether the film is like those of training, first; "As it is: covid19 84.2 %", and a line for
/// each question, the changed ones in words: "with the border covered covid19 falls to 12.0 %, the
/// answer is normal: it hangs on the border".
std::string to_text(const FilmAudit& audit, const std::vector<std::string>& classes);

}  // namespace chestlens
