// How many pictures of each kind several scores warn of, all at the limit that 95 of 100 validation
// films lie within: the measurement by which trust's score was chosen. --second asks a second
// network as well, whose features are another space. Prints Markdown.

#include "bundle/session.hpp"
#include "trust/damage.hpp"
#include "trust/trust_films.hpp"
#include "trust_methods.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chestlens::bench {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  fs::path bundle, second, data, surprises;
  int threads = 2;
};

/// A bundle that is asked.
struct Network {
  InputSpec input;
  OnnxSession session;
};

Result<Network> open_network(const fs::path& folder, int threads) {
  CHESTLENS_TRY(const auto bundle, read_bundle(folder));
  CHESTLENS_TRY(auto session, open_session(bundle, folder, {.threads = threads}));
  return Network{bundle.card.input, std::move(session)};
}

Status add_features(Features& features, const Network& network, const PictureKind& kind,
                    int threads) {
  return run_pictures(network.session, network.input, kind, threads, {},
                      [&](const OnnxOutputs& outputs) {
                        append(features.depths[0], outputs.early);
                        append(features.depths[1], outputs.middle);
                        append(features.depths[2], outputs.features);
                        append(features.logits, outputs.logits);
                      });
}

Result<Features> features_of(const Network& network, const PictureKind& kind, int threads) {
  Features features;
  CHESTLENS_CHECK(add_features(features, network, kind, threads));
  return features;
}

std::vector<int> classes_of(const OwnFilms& own, const std::vector<std::size_t>& rows) {
  std::vector<int> classes;
  for (const std::size_t i : rows) classes.push_back(own.manifest.films[i].class_index);
  return classes;
}

Result<FittingFilms> fitting_films(const Network& network, const OwnFilms& own, int threads) {
  FittingFilms films;
  films.training_classes = classes_of(own, own.training);
  films.training_sources = sources_of(own, own.training);
  const auto kind = [&](const std::vector<std::size_t>& rows) {
    return films_of("films", files_of(own, rows));
  };
  CHESTLENS_TRY(films.training, features_of(network, kind(own.training), threads));
  CHESTLENS_TRY(films.validation, features_of(network, kind(own.validation), threads));
  for (const auto& [name, change] : ways_to_damage_a_film()) {
    const auto damaged = changed(kind(some_to_change(own.validation)), name, change);
    CHESTLENS_CHECK(add_features(films.damaged, network, damaged, threads));
  }
  return films;
}

/// Unseen films of each source of 20 or more, and every kind that the card has.
Result<std::vector<PictureKind>> kinds_of(const OwnFilms& own, const fs::path& surprises) {
  std::map<std::string, std::vector<std::size_t>> by_source;
  for (const std::size_t i : own.unseen) by_source[own.manifest.films[i].source].push_back(i);
  std::vector<PictureKind> kinds;
  for (const auto& [source, rows] : by_source) {
    if (rows.size() < 20) continue;
    kinds.push_back(films_of("never seen, " + source, files_of(own, rows)));
  }
  CHESTLENS_TRY(auto others, measured_kinds(own, surprises));
  kinds.insert(kinds.begin(), others.front());
  kinds.insert(kinds.end(), others.begin() + 1, others.end());
  return kinds;
}

double share_above(const std::vector<double>& scores, double limit) {
  const auto above = std::ranges::count_if(scores, [&](double score) { return score > limit; });
  return 100.0 * static_cast<double>(above) / static_cast<double>(scores.size());
}

Status compare(const Arguments& arguments) {
  CHESTLENS_TRY(const auto bundle, read_bundle(arguments.bundle));
  CHESTLENS_TRY(const auto own,
                own_films(bundle, arguments.bundle, arguments.data, arguments.threads));
  CHESTLENS_TRY(const auto first, open_network(arguments.bundle, arguments.threads));
  CHESTLENS_TRY(const auto films, fitting_films(first, own, arguments.threads));
  CHESTLENS_TRY(const auto methods, fit_methods(films, arguments.threads));
  std::optional<Network> second;
  std::optional<FittingFilms> second_films;
  std::optional<Method> second_method;
  if (!arguments.second.empty()) {
    CHESTLENS_TRY(auto network, open_network(arguments.second, arguments.threads));
    second.emplace(std::move(network));
    CHESTLENS_TRY(second_films, fitting_films(*second, own, arguments.threads));
    CHESTLENS_TRY(second_method, fit_own(*second_films, arguments.threads));
  }

  std::string header = "| warned of, % | pictures |", line = "|---|--:|";
  std::vector<double> limits;
  for (const Method& method : methods) {
    header += " " + method.name + " |";
    line += "--:|";
    limits.push_back(limit_of(method.scores(films.validation)));
  }
  // Of two networks the farther counts, and the limit is moved until 5 of 100 pass it again.
  const auto of_both = [&](const Features& one, const Features& other) {
    const auto mine = methods.back().scores(one);
    auto scores = second_method->scores(other);
    for (std::size_t i = 0; i < mine.size(); ++i) scores[i] = std::max(scores[i], mine[i]);
    return scores;
  };
  double second_limit = 0.0, both_limit = 0.0;
  if (second) {
    header += " of the second network | of both |";
    line += "--:|--:|";
    second_limit = limit_of(second_method->scores(second_films->validation));
    both_limit = limit_of(of_both(films.validation, second_films->validation));
  }
  fmt::print("{}\n{}\n", header, line);
  CHESTLENS_TRY(const auto kinds, kinds_of(own, arguments.surprises));
  for (const PictureKind& kind : kinds) {
    CHESTLENS_TRY(const auto features, features_of(first, kind, arguments.threads));
    std::string row = fmt::format("| {} | {} |", kind.name, kind.count);
    for (std::size_t m = 0; m < methods.size(); ++m) {
      row += fmt::format(" {:.1f} |", share_above(methods[m].scores(features), limits[m]));
    }
    if (second) {
      CHESTLENS_TRY(const auto others, features_of(*second, kind, arguments.threads));
      row += fmt::format(" {:.1f} | {:.1f} |",
                         share_above(second_method->scores(others), second_limit),
                         share_above(of_both(features, others), both_limit));
    }
    fmt::print("{}\n", row);
    std::fflush(stdout);
  }
  return {};
}

}  // namespace
}  // namespace chestlens::bench

int main(int argc, char** argv) {
  chestlens::bench::Arguments arguments;
  CLI::App app("How many pictures of each kind several scores of trust warn of");
  app.add_option("--bundle", arguments.bundle, "Folder of the bundle")->required();
  app.add_option("--data", arguments.data, "Folder of manifest.csv with its films")->required();
  app.add_option("--second", arguments.second, "Folder of a bundle of another network");
  app.add_option("--surprises", arguments.surprises, "Folder of pictures for each more kind");
  app.add_option("--threads", arguments.threads, "Threads for computing")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto done = chestlens::bench::compare(arguments);
  if (done) return 0;
  fmt::print(stderr, "{}\n", chestlens::to_string(done.error()));
  return 1;
}
