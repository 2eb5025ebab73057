#include "model_report/summary_points.hpp"

#include "io/text.hpp"
#include "model_report/sections.hpp"
#include "model_report/short_titles.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

constexpr double significance = 0.05;

const StudyRow& most_accurate(const Study& study) {
  return *std::ranges::max_element(study.rows, {}, [](const StudyRow& row) {
    return row.evaluation.assessment.metrics.accuracy;
  });
}

/// What of accuracy is more than chance between the models.
std::string differences_in_words(const Study& study) {
  if (study.differences.empty()) return {};
  std::vector<std::string> better;
  const ShortTitles short_title(study);
  for (const ModelDifferences& pair : study.differences) {
    const Difference& accuracy = pair.accuracy;
    if (!(accuracy.corrected_p < significance)) continue;
    const bool is_first = accuracy.value > 0.0;
    better.push_back(fmt::format("{} is right more often than {} ({} points)",
                                 short_title(study.rows[is_first ? pair.first : pair.second].title),
                                 short_title(study.rows[is_first ? pair.second : pair.first].title),
                                 percent(std::abs(accuracy.value))));
  }
  if (better.empty()) return " In accuracy no two of these models differ beyond chance.";
  return " Beyond chance, " + joined(better) + ".";
}

/// The classes of which at least nine films of ten come from sources that send mostly (four of
/// five) that class.
std::vector<std::string> classes_told_by_source(const Evaluation& evaluation) {
  std::vector<std::string> told;
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    std::int64_t own = 0, all = 0;
    for (std::size_t s = 0; s < evaluation.sources.size(); ++s) {
      std::int64_t of_source = 0;
      for (const auto& of_class : evaluation.films) of_source += of_class[s];
      all += evaluation.films[c][s];
      if (10 * evaluation.films[c][s] >= 8 * of_source) own += evaluation.films[c][s];
    }
    if (all > 0 && 10 * own >= 9 * all) told.push_back(evaluation.classes[c]);
  }
  return told;
}

std::string sources_in_words(const Evaluation& evaluation) {
  if (evaluation.sources.empty() || std::ranges::all_of(evaluation.sources, &std::string::empty)) {
    return "The films do not say where they come from: whether a class goes with a hospital or a "
           "machine cannot be told.";
  }
  if (evaluation.sources.size() == 1) {
    return "All films come from one source: nothing is known of another hospital's.";
  }
  std::string text = fmt::format(
      "Sources and classes go together: to name each source's most frequent class, without a look "
      "at the film, is right for {} %.",
      percent(right_by_source_alone(evaluation)));
  const auto told = classes_told_by_source(evaluation);
  if (!told.empty()) {
    text += " From sources that send mostly that class: " + joined(told) +
            "; there, to know the hospital is to know the class.";
  }
  return text;
}

std::string few_films_in_words(const Evaluation& evaluation) {
  std::vector<std::string> few, missing;
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    const std::int64_t films = evaluation.assessment.metrics.classes[c].films;
    if (films == 0) {
      missing.push_back(evaluation.classes[c]);
    } else if (films < few_films) {
      few.push_back(fmt::format("{} ({})", evaluation.classes[c], films));
    }
  }
  std::string text;
  if (!few.empty()) text = " Few films: of " + joined(few) + " read the interval, not the figure.";
  if (!missing.empty()) text += " No film is of " + joined(missing) + ".";
  return text;
}

/// What a blind answer scores beside a model.
std::string beside_blind(const Metrics& metrics, const FrequentClass& frequent) {
  if (frequent.classes < 2) {
    return "; all of them are " + frequent.name + ", so that it told nothing apart.";
  }
  const Interval& interval = metrics.accuracy_interval;
  const char* beyond = interval.low > frequent.share    ? ""
                       : interval.high > frequent.share ? ", which its interval does not exclude"
                                                        : ", which is more";
  return fmt::format("; to say {} always would be right for {:.0f}{}.", frequent.name,
                     100.0 * frequent.share, beyond);
}

}  // namespace

PagePoint meaning_point(const ModelReport& report) {
  const Study& study = report.evaluated.study;
  const StudyRow& best = most_accurate(study);
  const Metrics& metrics = best.evaluation.assessment.metrics;
  return {"What they mean",
          fmt::format("Of 100 films like these {} names the right class of {:.0f} ({:.0f} to "
                      "{:.0f}){}{}",
                      ShortTitles(study)(best.title), 100.0 * metrics.accuracy,
                      100.0 * metrics.accuracy_interval.low, 100.0 * metrics.accuracy_interval.high,
                      beside_blind(metrics, most_frequent_class(best.evaluation)),
                      differences_in_words(study)),
          PageTone::plain};
}

PagePoint caution_point(const ModelReport& report) {
  const Evaluation& first = report.evaluated.study.rows.front().evaluation;
  std::string text = "Not that a network recognises the disease. " + sources_in_words(first) +
                     few_films_in_words(first);
  if (!first.seen_known) {
    text +=
        " Which films trained a model is not known: some of these may be among them, and then "
        "flatter it.";
  }
  if (first.part == EvaluatedPart::validation) {
    text += " These films chose the models' epochs, which flatters them.";
  }
  if (first.part != EvaluatedPart::external) {
    text +=
        " They are films of the collections that trained the models: expect less of another "
        "hospital's.";
  }
  return {"What they do not mean", text, PageTone::caution};
}

PagePoint purpose_point(const ModelReport& report) {
  const Evaluation& first = report.evaluated.study.rows.front().evaluation;
  return {"Never a diagnosis",
          "For education and research. The models know " + joined(first.classes) +
              " and nothing else: any other finding is called one of these.",
          PageTone::alarm};
}

}  // namespace chestlens
