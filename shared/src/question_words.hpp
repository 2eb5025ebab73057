#pragma once

#include <chestlens/question.hpp>

#include <string>

namespace chestlens {

/// How a sentence about a question begins: "with the border covered", "turned by 10 degrees to the
/// right,".
std::string condition_in_words(const Question& question);

/// What an answer may hang on: "the border", "what lies outside the lungs", "the brightness".
std::string subject_in_words(const Question& question);

}  // namespace chestlens
