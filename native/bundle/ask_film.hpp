#pragma once

#include "bundle/predictor.hpp"

#include <chestlens/asked_list.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// A model's or an ensemble's answers to a film, `name`, as it is and to every question. A question
/// about what the film does not show is kept with the reason. Errors: the other ones of asked(),
/// and those of prepare_film and predict_batch.
Result<AskedList> ask_film(const Predictor& predictor, const DecodedFilm& film,
                           const std::string& name, const std::vector<Question>& questions);

}  // namespace chestlens
