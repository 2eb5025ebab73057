#include "bundle/asked_text.hpp"

#include "io/visible_text.hpp"

#include <chestlens/probability.hpp>
#include <chestlens/trust.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

namespace chestlens {
namespace {

/// A row before its cells are set side by side.
struct Row {
  std::string question;
  std::string trust;
  std::vector<std::string> cells;  // one per class; none where the question was not asked
};

/// "*  84.2 %", and what it moved by: "*  84.2 %   -72.1".
std::string cell(const Answer& answer, std::size_t of_class, const Answer* before) {
  const bool is_predicted =
      static_cast<std::size_t>(most_probable(answer.probabilities)) == of_class;
  const double now = double{answer.probabilities[of_class]};
  const std::string text = fmt::format("{}{:5.1f} %", is_predicted ? "* " : "  ", 100.0 * now);
  if (before == nullptr) return text;
  const double tenths = std::round(1000.0 * (now - double{before->probabilities[of_class]}));
  return text + fmt::format("  {:+6.1f}", tenths / 10.0 + 0.0);  // never -0.0
}

/// "like", "unlike, 37 x".
std::string short_trust(const std::optional<Trust>& trust) {
  if (!trust) return "";
  const bool has_score = trust->likeness != Likeness::like && trust->reason.empty();
  return std::string(to_string(trust->likeness)) +
         (has_score ? fmt::format(", {:.3g} x", trust->score) : "");
}

Row row_of(const std::string& question, const Answer& answer, const Answer* before) {
  Row row{question, short_trust(answer.trust), {}};
  for (std::size_t c = 0; c < answer.probabilities.size(); ++c) {
    row.cells.push_back(cell(answer, c, before));
  }
  return row;
}

std::vector<Row> rows_of(const AskedList& asked) {
  std::vector<Row> rows{{"question", "trust", {}}};
  for (const std::string& name : asked.classes) {
    rows.front().cells.push_back("  " + visible_text(name));
  }
  rows.push_back(row_of("as it is", asked.before, nullptr));
  for (const AskedQuestion& question : asked.questions) {
    const std::string words = in_words(question.question);
    rows.push_back(question.after ? row_of(words, *question.after, &asked.before)
                                  : Row{words, "not asked: " + question.not_asked, {}});
  }
  return rows;
}

std::string lines_of(const std::vector<Row>& rows) {
  std::size_t question_width = 0, trust_width = 0;
  std::vector<std::size_t> widths(rows.front().cells.size(), 0);
  for (const Row& row : rows) {
    question_width = std::max(question_width, row.question.size());
    if (!row.cells.empty()) trust_width = std::max(trust_width, row.trust.size());
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      widths[c] = std::max(widths[c], row.cells[c].size());
    }
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line =
        fmt::format("{:<{}}  {:<{}}", row.question, question_width, row.trust, trust_width);
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      line += fmt::format("  {:<{}}", row.cells[c], widths[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

/// "With the border covered ...": a summary as a line of its own.
std::string as_sentence(std::string summary) {
  const auto first = static_cast<unsigned char>(summary.front());
  summary.front() = static_cast<char>(std::toupper(first));
  return summary + ".\n";
}

}  // namespace

std::string to_text(const AskedList& asked) {
  std::string text = fmt::format("{}, by {}\n{}\n", visible_text(asked.film), asked.model,
                                 lines_of(rows_of(asked)));
  const auto& trust = asked.before.trust;
  if (trust && trust->likeness != Likeness::like) {
    text += fmt::format("The film as it is: {}.\n", describe(*trust));
  }
  for (const AskedQuestion& question : asked.questions) {
    if (!question.after) continue;
    text += as_sentence(
        summary_in_words(question.question, {asked.before, *question.after}, asked.classes));
  }
  return text;
}

}  // namespace chestlens
