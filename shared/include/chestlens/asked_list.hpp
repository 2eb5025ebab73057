#pragma once

#include <chestlens/answer_change.hpp>
#include <chestlens/error.hpp>
#include <chestlens/question.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// A model that was asked, alone or as a member of an ensemble.
struct AskedModel {
  std::string name;
  std::string model_sha256;  // of its model.onnx
  double weight = 1.0;
};

/// A question and the answer to it, or why it could not be asked.
struct AskedQuestion {
  Question question;
  std::optional<Answer> after = {};
  std::string not_asked = {};
};

/// All that was asked of one film.
struct AskedList {
  std::string film;   // its name
  std::string model;  // name of the model or the ensemble
  std::vector<AskedModel> members;
  std::vector<std::string> classes;  // [C]
  Answer before;                     // to the film as it is
  std::vector<AskedQuestion> questions;
};

/// Pretty JSON for people and programs: the film, the models with their digests, and for each
/// question words, parameters, probabilities before and after with the change, dependence and
/// summary. Errors: mismatch where an answer has not one probability per class.
Result<std::string> to_json(const AskedList& asked);

/// On one line, e.g. {"ask":"cover","area":"border","fill":"mean"}.
std::string to_json(const Question& question);

/// Reads such a question. Each field must be there, within its bounds, and no other. Errors: those
/// of check_json; invalid_argument with the field's path.
Result<Question> parse_question(std::string_view json);

}  // namespace chestlens
