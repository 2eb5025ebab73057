#include "question_words.hpp"

#include <chestlens/answer_change.hpp>
#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <string>

namespace chestlens {
namespace {

/// The class that was predicted, before and after, and the one that is predicted then.
struct Leaders {
  std::size_t before = 0;
  std::size_t after = 0;
  double was = 0.0;
  double is = 0.0;

  bool is_other() const { return before != after; }
};

Leaders leaders_of(const AnswerChange& change) {
  Leaders leaders;
  leaders.before = static_cast<std::size_t>(most_probable(change.before.probabilities));
  leaders.after = static_cast<std::size_t>(most_probable(change.after.probabilities));
  leaders.was = double{change.before.probabilities[leaders.before]};
  leaders.is = double{change.after.probabilities[leaders.before]};
  return leaders;
}

/// No probability is put as 0 or 100 %.
std::string percent(double probability) {
  if (probability >= 0.995) return "over 99 %";
  if (probability < 0.005) return "under 1 %";
  return fmt::format("{:.0f} %", 100.0 * probability);
}

std::string moved_in_words(double was, double is) {
  const std::string from = percent(was), to = percent(is);
  if (std::abs(is - was) <= same_answer) {
    return "stays at " + from + (from == to ? "" : " (" + to + ")");
  }
  return fmt::format("{} from {} to {}", is < was ? "falls" : "rises", from, to);
}

std::string conclusion(Dependence dependence, const std::string& subject) {
  switch (dependence) {
    case Dependence::hangs:
      return "this answer hangs on " + subject;
    case Dependence::in_part:
      return "this answer hangs on " + subject + " in part";
    case Dependence::does_not:
      return "this answer does not hang on " + subject;
    case Dependence::undecided:
      break;
  }
  return "this answer was hardly decided, and does not hang on " + subject;
}

bool is_unlike(const Answer& answer) {
  return answer.trust && answer.trust->likeness == Likeness::unlike;
}

std::string trust_in_words(const AnswerChange& change) {
  const bool was_unlike = is_unlike(change.before);
  if (!was_unlike && is_unlike(change.after)) {
    return fmt::format(
        "; the film so changed is unlike the training films ({:.3g} times the limit)",
        change.after.trust->score);
  }
  const bool is_like = change.after.trust && change.after.trust->likeness == Likeness::like;
  return was_unlike && is_like ? "; the film so changed is like the training films" : "";
}

}  // namespace

Dependence dependence_of(const AnswerChange& change) {
  const Leaders leaders = leaders_of(change);
  const double lost = leaders.was - leaders.is;
  if (std::abs(lost) <= same_answer) {
    return leaders.is_other() ? Dependence::undecided : Dependence::does_not;
  }
  const double chance = 1.0 / static_cast<double>(change.before.probabilities.size());
  const bool hangs = leaders.is_other() || lost > 0.5 * (leaders.was - chance);
  return hangs ? Dependence::hangs : Dependence::in_part;
}

std::string_view to_string(Dependence dependence) {
  switch (dependence) {
    case Dependence::hangs:
      return "hangs";
    case Dependence::in_part:
      return "in part";
    case Dependence::does_not:
      return "does not";
    case Dependence::undecided:
      break;
  }
  return "undecided";
}

std::string summary_in_words(const Question& question, const AnswerChange& change,
                             const std::vector<std::string>& classes) {
  const Leaders leaders = leaders_of(change);
  std::string text = condition_in_words(question) + " ";
  if (leaders.is_other()) {
    text += fmt::format("the answer becomes {} ({}), ", classes[leaders.after],
                        percent(double{change.after.probabilities[leaders.after]}));
  }
  return text + fmt::format("{} {}: {}{}", classes[leaders.before],
                            moved_in_words(leaders.was, leaders.is),
                            conclusion(dependence_of(change), subject_in_words(question)),
                            trust_in_words(change));
}

}  // namespace chestlens
