#pragma once

#include <chestlens/question.hpp>
#include <chestlens/trust.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// What a model, or several together, say of a film.
struct Answer {
  std::vector<float> probabilities;  // [C], of sum 1
  std::optional<Trust> trust = {};   // none: not asked
};

/// The answer to a film as it is and as a question wants it, of the same classes.
struct AnswerChange {
  Answer before;
  Answer after;
};

/// How far an answer hangs on what a question covered or changed.
enum class Dependence : std::uint8_t { hangs, in_part, does_not, undecided };

/// By the probability of the class that was predicted, and by the class that is predicted then:
/// - does_not: it moved by at most same_answer. undecided: so little, but another class leads now.
/// - hangs: another class leads, or it lost more than half of what lay above chance, 1 / C: most of
///   what the model had beyond guessing.
/// - in_part: anything between, and a probability that rose.
Dependence dependence_of(const AnswerChange& change);

/// Five points: the models that ship are off by as much on average (their calibration errors are
/// 0.0 and 5.9 %), so that a smaller change says nothing.
inline constexpr double same_answer = 0.05;

/// "hangs", "in part", "does not", "undecided".
std::string_view to_string(Dependence dependence);

/// "with the border covered covid19 falls from 84 % to 12 %: this answer hangs on the border"; then
/// whether the film so changed is like the training films, where that is another than before.
std::string summary_in_words(const Question& question, const AnswerChange& change,
                             const std::vector<std::string>& classes);

/// What "hangs on" does not mean, to be said wherever questions are explained.
inline constexpr std::string_view question_caveat =
    "A cover takes something away, and also makes a film such as the model never saw: \"hangs on\" "
    "says that the answer changed with it, not that the model knows what it is.";

}  // namespace chestlens
