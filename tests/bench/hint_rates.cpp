// How often a hint about a film is right, and how often a film gets one that it should not: real
// films as they are, turned, as negatives and cut to two grey levels. Prints Markdown.

#include "bundle/predictor.hpp"
#include "data/film.hpp"
#include "data/manifest.hpp"

#include <chestlens/film_change.hpp>
#include <chestlens/hint.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chestlens::bench {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  fs::path bundle, data;
  std::string split = "test";
  int threads = 2;
};

/// A way in which a film may come, and the change that its hint should offer; none: no hint.
struct Way {
  const char* name;
  FilmChange change;
  int levels = 0;  // different ones to which it is cut; 0: all
  std::optional<FilmChange> mended_by;
};

constexpr std::array<Way, 6> ways{{
    {"as they are", {}, 0, std::nullopt},
    {"turned to the left", {.quarter_turns = 3}, 0, FilmChange{.quarter_turns = 1}},
    {"upside down", {.quarter_turns = 2}, 0, FilmChange{.quarter_turns = 2}},
    {"turned to the right", {.quarter_turns = 1}, 0, FilmChange{.quarter_turns = 3}},
    {"negatives", {.negative = true}, 0, FilmChange{.negative = true}},
    {"of two grey levels", {}, 2, FilmChange{}},
}};

GreyImage cut_to_levels(GreyImage film, int levels) {
  for (std::uint16_t& pixel : film.pixels) {
    const int step = std::min(pixel * levels / (film.max_level + 1), levels - 1);
    pixel = static_cast<std::uint16_t>(step * film.max_level / (levels - 1));
  }
  return film;
}

GreyImage come_in(const Way& way, GreyImage film) {
  film = changed(std::move(film), way.change);
  return way.levels == 0 ? film : cut_to_levels(std::move(film), way.levels);
}

struct Counts {
  int films = 0, right = 0, none = 0, wrong = 0;
};

/// A film that should get a hint may get others beside it; one that should get none is wronged by
/// any.
void count(Counts& counts, const Way& way, const std::vector<Hint>& hints) {
  ++counts.films;
  const auto mends = [&](const Hint& hint) { return hint.change == way.mended_by; };
  if (hints.empty()) {
    ++(way.mended_by ? counts.none : counts.right);
  } else {
    ++(std::ranges::any_of(hints, mends) ? counts.right : counts.wrong);
  }
}

Result<Counts> hints_of(const Predictor& predictor, const std::vector<GreyImage>& films,
                        const Way& way) {
  constexpr std::size_t batch_films = 16;
  Counts counts;
  for (std::size_t first = 0; first < films.size(); first += batch_films) {
    std::vector<GreyImage> batch;
    std::vector<PreparedFilm> prepared;
    for (std::size_t i = first; i < std::min(films.size(), first + batch_films); ++i) {
      batch.push_back(come_in(way, films[i]));
      CHESTLENS_TRY(auto one, prepare_film(predictor, batch.back()));
      prepared.push_back(std::move(one));
    }
    CHESTLENS_TRY(const auto predictions, predict_batch(predictor, prepared, false));
    for (std::size_t i = 0; i < batch.size(); ++i) {
      CHESTLENS_CHECK(predictions[i]);
      count(counts, way,
            hints_for(DecodedFilm{batch[i]}, predictions[i]->combined.trust.value_or(Trust{})));
    }
  }
  return counts;
}

Result<std::vector<GreyImage>> films_of(const Arguments& arguments) {
  const auto split = parse_split(arguments.split);
  if (!split) {
    return fail(ErrorCode::invalid_argument, "give train, validation or test", arguments.split);
  }
  CHESTLENS_TRY(const auto manifest, load_manifest(arguments.data));
  std::vector<GreyImage> films;
  for (const ManifestRow& row : manifest.films) {
    if (row.split != *split) continue;
    CHESTLENS_TRY(auto film, read_decoded_film(arguments.data / row.file));
    films.push_back(std::move(film.image));
  }
  return films;
}

Status measure(const Arguments& arguments) {
  CHESTLENS_TRY(const auto films, films_of(arguments));
  CHESTLENS_TRY(const auto predictor,
                open_bundle(arguments.bundle, {.threads = arguments.threads}));
  fmt::print("| films | number | right, % | no hint, % | wrong hint, % |\n|---|--:|--:|--:|--:|\n");
  for (const Way& way : ways) {
    CHESTLENS_TRY(const auto counts, hints_of(predictor, films, way));
    const auto share = [&](int part) { return 100.0 * part / std::max(1, counts.films); };
    fmt::print("| {} | {} | {:.1f} | {:.1f} | {:.1f} |\n", way.name, counts.films,
               share(counts.right), share(counts.none), share(counts.wrong));
    std::fflush(stdout);
  }
  return {};
}

}  // namespace
}  // namespace chestlens::bench

int main(int argc, char** argv) {
  chestlens::bench::Arguments arguments;
  CLI::App app("How often a hint about a film is right");
  app.add_option("--bundle", arguments.bundle, "Folder of the bundle")->required();
  app.add_option("--data", arguments.data, "Folder of manifest.csv with its films")->required();
  app.add_option("--split", arguments.split, "Which films of the manifest")->capture_default_str();
  app.add_option("--threads", arguments.threads, "Threads for computing")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto done = chestlens::bench::measure(arguments);
  if (done) return 0;
  fmt::print(stderr, "{}\n", chestlens::to_string(done.error()));
  return 1;
}
