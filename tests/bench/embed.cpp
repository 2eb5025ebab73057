// Makes a t-SNE map of features: float32 rows on standard input, places [N,2] on standard output,
// and on standard error the seconds of each step as JSON. embed.sh sets it beside its peers.

#include "embed/affinities.hpp"
#include "embed/principal_components.hpp"
#include "embed/tsne.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Arguments {
  std::size_t width = 1024;
  std::size_t components = 50;
  double perplexity = 50.0;
  std::size_t all_pairs_up_to = chestlens::TsneOptions().all_pairs_up_to;
  int iterations = chestlens::TsneOptions().iterations;
  int threads = 1;
};

chestlens::Rows read_rows(std::size_t width) {
  chestlens::Rows rows{width, {}};
  std::vector<float> row(width);
  while (std::fread(row.data(), sizeof(float), width, stdin) == width) {
    rows.values.insert(rows.values.end(), row.begin(), row.end());
  }
  return rows;
}

double since(Clock::time_point& start) {
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - start).count();
  start = now;
  return seconds;
}

int embed(const Arguments& arguments) {
  using namespace chestlens;
  const int threads = arguments.threads;
  Rows rows = read_rows(arguments.width);
  auto start = Clock::now();
  if (arguments.components < arguments.width) {
    rows = project(rows, principal_components(rows, arguments.components, threads), threads);
  }
  const double components_seconds = since(start);
  const auto neighbours = nearest_rows(rows, neighbours_for(arguments.perplexity), threads);
  const double neighbours_seconds = since(start);
  const auto affinities = joint_affinities(neighbours, arguments.perplexity, threads);
  const double affinities_seconds = since(start);
  const auto map = affinities ? tsne(*affinities, start_places(rows, 42),
                                     {.iterations = arguments.iterations,
                                      .all_pairs_up_to = arguments.all_pairs_up_to,
                                      .threads = threads})
                              : tl::unexpected(affinities.error());
  if (!map) {
    std::fputs((to_string(map.error()) + "\n").c_str(), stderr);
    return 1;
  }
  std::fwrite(map->places.data(), sizeof(MapPoint), map->places.size(), stdout);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::fputs(
      fmt::format("{{\"components\": {:.3f}, \"neighbours\": {:.3f}, \"affinities\": {:.3f}, "
                  "\"tsne\": {:.3f}, \"divergence\": {:.4f}, \"mebibytes\": {}}}\n",
                  components_seconds, neighbours_seconds, affinities_seconds, since(start),
                  map->divergence, usage.ru_maxrss / 1024)
          .c_str(),
      stderr);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times chestlens' t-SNE");
  Arguments arguments;
  app.add_option("--width", arguments.width, "Numbers of a row")->capture_default_str();
  app.add_option("--components", arguments.components)->capture_default_str();
  app.add_option("--perplexity", arguments.perplexity)->capture_default_str();
  app.add_option("--all-pairs-up-to", arguments.all_pairs_up_to)->capture_default_str();
  app.add_option("--iterations", arguments.iterations)->capture_default_str();
  app.add_option("--threads", arguments.threads)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return embed(arguments);
}
