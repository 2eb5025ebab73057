#include "audit/answers.hpp"

#include "data/film.hpp"
#include "data/ordered_pipeline.hpp"
#include "io/progress.hpp"

#include <chestlens/preprocess.hpp>
#include <chestlens/probability.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t films_at_once = 4;

struct FilmRange {
  std::size_t first = 0;
  std::size_t count = 0;
};

struct SomeAnswers {
  std::vector<float> probabilities;
  std::vector<float> features;
  std::size_t films = 0;
};

Result<FloatImage> prepared(const AuditFilms& films, std::size_t i, const Card& card,
                            const FilmChange& change) {
  CHESTLENS_TRY(auto film, read_film(films.paths[i]));
  if (change) {
    CHESTLENS_TRY(film, with_context(change(film, i), films.paths[i].string()));
  }
  return with_context(preprocess(film, card.input), films.paths[i].string());
}

Result<SomeAnswers> answer(const AuditFilms& films, const FilmRange& range,
                           const AuditedNetwork& network, const FilmChange& change) {
  std::vector<FloatImage> images;
  for (std::size_t i = range.first; i < range.first + range.count; ++i) {
    CHESTLENS_TRY(auto image, prepared(films, i, network.card, change));
    images.push_back(std::move(image));
  }
  CHESTLENS_TRY(auto outputs, network.session.run(
                                  images, {.heatmaps = false, .evidence = false, .depths = false}));
  SomeAnswers answers{{}, std::move(outputs.features.values), range.count};
  for (std::size_t i = 0; i < range.count; ++i) {
    CHESTLENS_TRY(const auto probabilities,
                  softmax(values_of(outputs.logits, i, range.count), network.card.temperature));
    answers.probabilities.insert(answers.probabilities.end(), probabilities.begin(),
                                 probabilities.end());
  }
  return answers;
}

}  // namespace

int Answers::predicted(std::size_t film) const {
  const auto row = probabilities.begin() + static_cast<std::ptrdiff_t>(film) * classes;
  return static_cast<int>(std::max_element(row, row + classes) - row);
}

double Answers::probability(std::size_t film, int class_index) const {
  return double{probabilities[film * static_cast<std::size_t>(classes) +
                              static_cast<std::size_t>(class_index)]};
}

std::vector<bool> changed_answers(const Answers& before, const Answers& after) {
  std::vector<bool> changed;
  const auto classes = static_cast<std::size_t>(before.classes);
  for (std::size_t i = 0; i < before.probabilities.size() / classes; ++i) {
    changed.push_back(before.predicted(i) != after.predicted(i));
  }
  return changed;
}

Result<Answers> answers_to(const AuditFilms& films, const AuditedNetwork& network,
                           const std::string& title, const FilmChange& change,
                           const Reporter& reporter) {
  Answers all;
  all.classes = static_cast<int>(films.classes.size());
  const auto is_stopped = [&] { return network.stopped && network.stopped(); };
  Progress progress(reporter, title, static_cast<std::int64_t>(films.count()), "films");
  std::size_t taken = 0;
  const auto take = [&](const std::stop_token&) -> std::optional<FilmRange> {
    if (taken == films.count() || is_stopped()) return std::nullopt;
    const std::size_t count = std::min(films_at_once, films.count() - taken);
    return FilmRange{std::exchange(taken, taken + count), count};
  };
  const auto put = [&](Result<SomeAnswers> some) -> Status {
    CHESTLENS_CHECK(some);
    all.features.width = some->features.size() / some->films;
    std::ranges::copy(some->features, std::back_inserter(all.features.values));
    std::ranges::copy(some->probabilities, std::back_inserter(all.probabilities));
    progress.advance(static_cast<std::int64_t>(some->films));
    return {};
  };
  CHESTLENS_CHECK(ordered_pipeline(
      network.threads, take,
      [&](const FilmRange& range) { return answer(films, range, network, change); }, put));
  if (is_stopped()) return fail(ErrorCode::interrupted, "stopped; nothing was written");
  progress.finish();
  return all;
}

}  // namespace chestlens
