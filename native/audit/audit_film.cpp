#include "audit/audit_film.hpp"

#include "audit/changes.hpp"

#include <chestlens/find_text.hpp>
#include <chestlens/lung_field.hpp>
#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

/// The least change of a probability that is put into words.
constexpr double noticed = 0.1;

std::vector<NamedFilmChange> questions() {
  std::vector<NamedFilmChange> all{
      {"border covered", "the outer 10 %", cover(Covered::border)},
      {"text covered", "letters, markers and small metal, as found", cover(Covered::text)},
      {"lungs covered", "their estimated place", cover(Covered::lungs)},
      {"all but the border covered", "the outer 10 % alone is left",
       cover(Covered::all_but_border)}};
  std::ranges::move(harmless_changes(), std::back_inserter(all));
  return all;
}

std::string answer_in_words(const std::vector<float>& probabilities,
                            const std::vector<std::string>& classes) {
  const auto c = static_cast<std::size_t>(most_probable(probabilities));
  return fmt::format("{} {:.1f} %", classes[c], 100.0 * double{probabilities[c]});
}

/// An answer that stays without the lungs is a finding, too.
std::string about_the_lungs(const FilmAudit& audit, const std::vector<std::string>& classes) {
  const auto covered = std::ranges::find(audit.questions, "lungs covered", &FilmQuestion::name);
  if (covered == audit.questions.end()) return {};
  const auto answer = static_cast<std::size_t>(most_probable(audit.probabilities));
  const double before = double{audit.probabilities[answer]};
  const double after = double{covered->probabilities[answer]};
  const bool is_kept = most_probable(covered->probabilities) == static_cast<int>(answer);
  if (!is_kept || before - after >= noticed) return {};
  return fmt::format("\nIt does not hang on the lungs: with them covered {} has {:.0f} % still.\n",
                     classes[answer], 100.0 * after);
}

}  // namespace

Result<FilmAudit> audit_film(const Predictor& predictor, const DecodedFilm& decoded) {
  const GreyImage& film = decoded.image;
  FilmAudit audit;
  audit.lungs_are_seen = estimate_lung_field(film).is_seen;
  audit.texts = find_text(film).size();
  std::vector<PreparedFilm> prepared;
  CHESTLENS_TRY(auto whole, prepare_film(predictor, film, decoded.subject));
  prepared.push_back(std::move(whole));
  for (const NamedFilmChange& question : questions()) {
    const bool is_asked = question.name != "text covered" || audit.texts > 0;
    audit.questions.push_back({question.name, question.meaning, is_asked, {}});
    CHESTLENS_TRY(const auto changed, question.change(film, 0));
    CHESTLENS_TRY(auto as_taken, prepare_film(predictor, changed));
    prepared.push_back(std::move(as_taken));
  }
  CHESTLENS_TRY(auto answers, predict_batch(predictor, prepared, false));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CHESTLENS_TRY(auto answer, std::move(answers[i]));
    for (std::size_t m = 0; i == 0 && m < answer.members.size(); ++m) {
      const auto& trust = answer.members[m].prediction.trust;
      if (trust) audit.trust.push_back({predictor.members[m].card.name, *trust});
    }
    auto& probabilities = i == 0 ? audit.probabilities : audit.questions[i - 1].probabilities;
    probabilities = std::move(answer.combined.probabilities);
  }
  return audit;
}

std::string to_text(const FilmAudit& audit, const std::vector<std::string>& classes) {
  const auto answer = static_cast<std::size_t>(most_probable(audit.probabilities));
  const double before = double{audit.probabilities[answer]};
  std::string text;
  for (const std::string& line : trust_lines(audit.trust)) text += line + "\n";
  text += fmt::format("As it is                     {}\n",
                      answer_in_words(audit.probabilities, classes));
  std::string words;
  for (const FilmQuestion& question : audit.questions) {
    if (!question.is_asked) {
      text += fmt::format("{:<28} not asked: none was found\n", question.name);
      continue;
    }
    const double after = double{question.probabilities[answer]};
    text += fmt::format("{:<28} {:<22} {} {:+.1f}  ({})\n", question.name,
                        answer_in_words(question.probabilities, classes), classes[answer],
                        100.0 * (after - before), question.meaning);
    if (std::abs(after - before) < noticed) continue;
    const bool is_lost = most_probable(question.probabilities) != static_cast<int>(answer);
    words +=
        fmt::format("{}: {} goes from {:.0f} to {:.0f} %{}.\n", question.name, classes[answer],
                    100.0 * before, 100.0 * after, is_lost ? ", and the answer is another" : "");
  }
  text += about_the_lungs(audit, classes);
  if (!audit.lungs_are_seen) {
    text += "The lungs were not seen on this film: an average place was covered.\n";
  }
  return text + "\n" +
         (words.empty() ? "No question changed the answer's probability by 10 points.\n"
                        : "What the answer hangs on:\n" + words);
}

}  // namespace chestlens
